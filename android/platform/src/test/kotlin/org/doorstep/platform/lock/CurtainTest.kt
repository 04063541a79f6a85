package org.doorstep.platform.lock

import android.app.Activity
import android.view.WindowManager
import org.junit.Assert.assertEquals
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner

@RunWith(RobolectricTestRunner::class)
class CurtainTest {
    @Test
    fun `no picture of the window can be taken`() {
        val activity = Robolectric.buildActivity(Activity::class.java).setup().get()
        activity.drawCurtain()
        val flags = activity.window.attributes.flags
        assertEquals(WindowManager.LayoutParams.FLAG_SECURE, flags and WindowManager.LayoutParams.FLAG_SECURE)
    }
}
