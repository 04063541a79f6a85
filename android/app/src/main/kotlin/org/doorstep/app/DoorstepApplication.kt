package org.doorstep.app

import android.app.Application
import androidx.compose.ui.graphics.asImageBitmap
import org.doorstep.platform.AndroidPhone
import org.doorstep.platform.sync.Exchanges
import org.doorstep.platform.sync.Standing

/** The process: one phone for its activity and for the system's jobs, whichever comes first. */
class DoorstepApplication : Application(), Exchanges {
    /** Not with the process, which the camera wakes too, to write a picture. */
    val phone by lazy { AndroidPhone(this) { it.asImageBitmap() } }

    override fun exchange(rested: (Standing) -> Unit) = phone.exchange(rested)

    override fun endExchange() = phone.endExchange()
}
