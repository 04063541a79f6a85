package org.doorstep.platform.lock

import android.app.Activity
import android.os.Build
import android.view.WindowManager

/** Nothing of this window reaches a screenshot, a recording, another display or the app switcher. */
fun Activity.drawCurtain() {
    window.addFlags(WindowManager.LayoutParams.FLAG_SECURE)
    // Some launchers keep a picture of their own.
    if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) setRecentsScreenshotEnabled(false)
}
