package org.doorstep.app

import android.app.NotificationManager
import android.content.Intent
import android.content.pm.PackageManager
import android.os.Looper
import android.view.WindowManager
import java.time.Duration
import org.doorstep.platform.Opening
import org.doorstep.platform.sync.SyncJob
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertSame
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf

/**
 * The app as the system starts it, by its own manifest. There is no keystore here, so that its store does not open:
 * what an open one does, the platform's tests show.
 */
@RunWith(RobolectricTestRunner::class)
class MainActivityTest {
    private val app get() = RuntimeEnvironment.getApplication() as DoorstepApplication
    private val launched = Robolectric.buildActivity(MainActivity::class.java)

    private fun settle() {
        val end = System.nanoTime() + Duration.ofMinutes(2).toNanos()
        while (app.phone.opening.state == Opening.State.UnderWay) {
            check(System.nanoTime() < end)
            shadowOf(Looper.getMainLooper()).idle()
            Thread.sleep(5)
        }
    }

    @Test
    fun `the first screen stands behind its curtain before anything is drawn`() {
        val activity = launched.create().get()
        val flags = activity.window.attributes.flags
        assertTrue(flags and WindowManager.LayoutParams.FLAG_SECURE != 0)
        assertNotNull(activity.content)
    }

    @Test
    fun `a store that does not open is told, and tried again when somebody comes back`() {
        launched.setup()
        settle()
        assertTrue(app.phone.opening.state is Opening.State.Failed)
        launched.pause().stop()
        launched.restart().start()
        assertEquals(Opening.State.UnderWay, app.phone.opening.state)
        settle()
    }

    @Test
    fun `back from the lock leaves the app, which goes on`() {
        val activity = launched.setup().get()
        activity.onBackPressedDispatcher.onBackPressed()
        assertFalse(activity.isFinishing)
    }

    @Test
    fun `an activity that the system makes anew shows the same phone`() {
        val phone = app.phone
        launched.setup().recreate()
        assertSame(phone, app.phone)
    }

    @Test
    fun `the application serves the system's jobs before anybody looks`() {
        var isRested = false
        app.exchange { isRested = true }
        settle()
        shadowOf(Looper.getMainLooper()).idle()
        assertTrue(isRested)
        val service = app.packageManager.getServiceInfo(
            android.content.ComponentName(app, SyncJob::class.java), PackageManager.GET_META_DATA,
        )
        assertEquals("android.permission.BIND_JOB_SERVICE", service.permission)
    }

    @Test
    fun `a notice shows the app's own mark and opens the app`() {
        org.doorstep.platform.Notices(app).show()
        val notice = shadowOf(app.getSystemService(NotificationManager::class.java)).allNotifications.single()
        assertEquals("ic_notice", app.resources.getResourceEntryName(notice.smallIcon.resId))
        val opens: Intent = shadowOf(notice.contentIntent).savedIntent
        assertEquals(MainActivity::class.java.name, opens.component?.className)
    }

    @Test
    fun `the system shows the app's name in the phone's language`() {
        assertTrue(app.getString(app.applicationInfo.labelRes) in listOf("入户走访", "Doorstep"))
    }
}
