package org.doorstep.ui

import androidx.compose.ui.test.ExperimentalTestApi
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.DynamicTest.dynamicTest
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestFactory

/** Every screen in every look, drawn, and looked over as far as its semantics tell. */
@OptIn(ExperimentalTestApi::class)
class ScreensTest {
    private val core = hamlet()
    private val others =
        Others(
            ended = hamlet().apply { endTheDay() },
            new = newPhone(),
            enrolled = enrolledPhone(),
            closed = hamlet().apply { shutdown() },
            asking = hamlet().asking(),
            supervisor = supervisorsPhone(),
            chief = chiefsPhone(),
            volunteer = volunteersPhone(),
            forsaken = forsaken(),
        )

    private val looks = listOf(360, 412).flatMap { width ->
        listOf(18, 30).flatMap { text ->
            Language.entries.flatMap { language ->
                listOf(false, true).map { isDark -> width to Look(language, text, isDark) }
            }
        }
    }

    @Test
    fun `the font with simplified forms is here`() =
        assertTrue(isChineseFontHere(), "no font $CHINESE_FONT: on Debian, apt-get install fonts-noto-cjk")

    @TestFactory
    fun `screens in every look`(): List<DynamicTest> = looks.flatMap { (width, look) ->
        screens(core, others).map { scene -> drawn(scene, look, width) }
    }

    @TestFactory
    fun `states with the largest text`(): List<DynamicTest> = Language.entries.flatMap { language ->
        states(core, others).map { scene -> drawn(scene, Look(language, 30), 360) }
    }

    @TestFactory
    fun `states in the plain look`(): List<DynamicTest> =
        states(core, others).map { scene -> drawn(scene, Look(), 360) }

    private companion object {
        /** By look and content: what two scenes show alike, one of them does not show. */
        val pictures = mutableMapOf<Pair<Int, Look>, MutableMap<Int, Scene>>()
    }

    /** In a phone's window, to be drawn, and in one that is high enough for all that scrolls. */
    private fun drawn(scene: Scene, look: Look, width: Int): DynamicTest {
        val name = scene.name + "-${width}dp-${look.mainText}sp-" +
            (if (look.language == Language.CHINESE) "zh" else "en") + (if (look.isDark) "-dark" else "")
        return dynamicTest(name) {
            val phone = Window(width, 800, zoom = 2)
            val app = scene.app()
            // Old fingers need more.
            val least = if (app.isVolunteer) 60 else 48
            shown(app, look, phone, scene.lock?.invoke()) {
                scene.inView?.let { bring(it.inLanguage(look.language)) }
                val picture = draw(name)
                assertTrue(picture.size > 10_000, "an empty picture")
                val alike = pictures.getOrPut(width to look, ::mutableMapOf)
                val same = alike.getOrPut(picture.contentHashCode()) { scene }
                val mayBe = setOf(scene.name, scene.looksLike)
                assertTrue(same.name in mayBe || scene.name == same.looksLike, "it looks like ${same.name}")
                assertEquals(emptyList<String>(), faults(phone, least))
            }
            val high = Window(width, 9000)
            shown(scene.app(), look, high, scene.lock?.invoke()) {
                assertEquals(emptyList<String>(), faults(high, least))
            }
        }
    }
}
