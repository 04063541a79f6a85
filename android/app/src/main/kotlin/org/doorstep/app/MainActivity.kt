package org.doorstep.app

import android.content.Intent
import android.os.Bundle
import androidx.activity.ComponentActivity
import androidx.activity.addCallback
import androidx.activity.compose.setContent
import androidx.activity.enableEdgeToEdge
import androidx.compose.foundation.background
import androidx.compose.foundation.isSystemInDarkTheme
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.safeDrawingPadding
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import org.doorstep.platform.AndroidPhone
import org.doorstep.platform.Opening
import org.doorstep.platform.Root
import org.doorstep.platform.lock.drawCurtain
import org.doorstep.ui.Dark
import org.doorstep.ui.Light

/** The only activity. It holds nothing: what it shows outlives it. */
class MainActivity : ComponentActivity() {
    private val phone get() = (application as DoorstepApplication).phone

    override fun onCreate(state: Bundle?) {
        super.onCreate(state)
        drawCurtain()
        enableEdgeToEdge()
        phone.errands.inFront(this)
        onBackPressedDispatcher.addCallback { back() }
        setContent { Whole(phone) }
    }

    override fun onStart() {
        super.onStart()
        phone.errands.inFront(this)
        phone.inFront()
    }

    override fun onStop() {
        super.onStop()
        phone.away()
    }

    override fun onDestroy() {
        super.onDestroy()
        phone.errands.gone(this)
    }

    @Deprecated("its successor keeps who waits in the activity, which the system may make anew meanwhile")
    override fun onActivityResult(errand: Int, result: Int, data: Intent?) {
        @Suppress("DEPRECATION")
        super.onActivityResult(errand, result, data)
        phone.errands.back(errand, result)
    }

    override fun onRequestPermissionsResult(errand: Int, permissions: Array<String>, grants: IntArray) {
        super.onRequestPermissionsResult(errand, permissions, grants)
        phone.errands.back(errand, grants)
    }

    /** To the screen before; from the first one, and from the lock, out of the app, which goes on. */
    private fun back() {
        val app = (phone.opening.state as? Opening.State.Open)?.app
        val isBack = app != null && phone.lock.letsIn(app.isEnrolled == false) && app.back()
        if (!isBack) moveTaskToBack(true)
    }
}

/** The screens, clear of the system's bars, which stand on the same ground. */
@Composable
private fun Whole(phone: AndroidPhone) {
    val isDark = isSystemInDarkTheme()
    val ground = (if (isDark) Dark else Light).background
    Box(Modifier.fillMaxSize().background(ground).safeDrawingPadding()) {
        Root(phone.opening, phone.lock, phone::unlock, isDark)
    }
}
