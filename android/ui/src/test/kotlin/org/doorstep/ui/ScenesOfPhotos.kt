package org.doorstep.ui

import androidx.compose.ui.geometry.Offset
import java.util.concurrent.Executor
import kotlin.math.sin
import org.doorstep.ConsentState
import org.doorstep.Doorstep
import org.doorstep.EvidenceKind
import org.doorstep.PhotoRegion
import org.doorstep.ScreenWord
import org.doorstep.ui.photo.PhotoModel

internal fun statesOfPhotos(core: Doorstep, others: Others) = listOf(
    Scene("photo-loading") { core.app(background = Never).apply { photo(core.stops().first().household) } },
    Scene("photo-error") { others.new.app().apply { photo(core.stops().first().household) } },
    Scene("photo-not-asked") { hamlet().apply { visits().start(stopWithoutPhoto().household) }.atPhoto() },
    Scene("photo-other-purpose") { others.asking.atPhoto { type("门口台阶塌了") } },
    Scene("photo-refused") { hamlet().asking().atPhoto { choose(ConsentState.REFUSED) } },
    Scene("photo-no-camera") {
        others.asking.atPhoto(TestPlatform(camera = { Shot.NoCamera })) { shoot() }
    },
    Scene("photo-seen") { others.asking.atPhoto { shoot() } },
    Scene("photo-sealing") {
        var isBusy = false
        others.asking.atPhoto(background = { if (!isBusy) it.run() }) {
            shoot()
            isBusy = true
            keep(isStamped = true)
        }
    },
    Scene("photo-signature-asked", inView = ScreenWord.OTHER_PURPOSE.words) {
        hamlet().run {
            visits().start(stopWithSignature().household)
            atPhoto { choose(EvidenceKind.SIGNATURE) }
        }
    },
    Scene("photo-signing") {
        others.asking.atPhoto {
            choose(EvidenceKind.SIGNATURE)
            choose(ConsentState.GRANTED)
            sign()
            write(List(40) { Offset(0.2f + it * 0.015f, 0.25f + 0.1f * sin(it / 3f)) })
        }
    },
    Scene("photo-kept") {
        hamlet().asking().atPhoto {
            shoot()
            keep(isStamped = true)
        }
    },
)

/** A visit begun where a rule asks for a photo. */
fun Doorstep.asking() = apply { visits().start(stopWithPhoto().household) }

/** *Photo* of the visit that was begun last. */
internal fun Doorstep.atPhoto(
    platform: Platform = TestPlatform(),
    background: Executor = AtOnce,
    work: PhotoModel.() -> Unit = {},
) = app(background, platform = platform).apply {
    photo(visits().drafts().maxBy { it.startedAt }.household)
    (page as PhotoModel).work()
}

private fun PhotoModel.shoot() {
    choose(ConsentState.GRANTED)
    take()
    hide(PhotoRegion(0.15, 0.45, 0.2, 0.3))
}
