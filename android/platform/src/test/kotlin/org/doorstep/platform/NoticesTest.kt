package org.doorstep.platform

import android.app.Application
import android.app.Notification
import android.app.NotificationManager
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf

@RunWith(RobolectricTestRunner::class)
class NoticesTest {
    private val context: Application = RuntimeEnvironment.getApplication()
    private val manager = context.getSystemService(NotificationManager::class.java)
    private val notices = Notices(context)
    private val shown get() = shadowOf(manager).allNotifications

    @Test
    fun `a notice says the app's name and nothing else`() {
        notices.show()
        val notice = shown.single()
        val name = context.applicationInfo.loadLabel(context.packageManager).toString()
        val told = notice.extras.keySet().mapNotNull { key ->
            @Suppress("DEPRECATION")
            (notice.extras.get(key) as? CharSequence)?.toString()
        }
        assertEquals(listOf(name), told)
        assertNull(notice.tickerText)
        assertNull(notice.actions)
        assertEquals(Notification.VISIBILITY_SECRET, notice.visibility)
        assertTrue("not on a watch either", notice.flags and Notification.FLAG_LOCAL_ONLY != 0)
    }

    @Test
    fun `there is never more than one, and it goes`() {
        repeat(3) { notices.show() }
        assertEquals(1, shown.size)
        notices.clear()
        assertEquals(0, shown.size)
    }

    @Test
    fun `on a locked phone there is none, and it makes no noise`() {
        notices.show()
        val channel = manager.notificationChannels.single()
        assertEquals(Notification.VISIBILITY_SECRET, channel.lockscreenVisibility)
        assertEquals(NotificationManager.IMPORTANCE_LOW, channel.importance)
    }
}
