package org.doorstep.platform.place

import android.app.Activity
import android.app.Application
import android.content.ComponentName
import android.content.Intent
import android.content.IntentFilter
import org.doorstep.Coordinate
import org.doorstep.Datum
import org.doorstep.platform.Errands
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf

@RunWith(RobolectricTestRunner::class)
class OutsideTest {
    private val context: Application = RuntimeEnvironment.getApplication()
    private val activity = Robolectric.buildActivity(Activity::class.java).setup().get()
    private val outside = Outside(Errands().apply { inFront(activity) })
    private val started: Intent? get() = shadowOf(activity).nextStartedActivity

    /** Only apps for these addresses are on the phone. */
    private fun installed(vararg schemes: String) {
        shadowOf(context).checkActivities(true)
        val map = ComponentName("a.map", "a.map.Map")
        val packages = shadowOf(context.packageManager)
        packages.addActivityIfNotPresent(map)
        schemes.forEach { scheme ->
            packages.addIntentFilterForActivity(
                map,
                IntentFilter(Intent.ACTION_VIEW).apply {
                    addCategory(Intent.CATEGORY_DEFAULT)
                    addDataScheme(scheme)
                },
            )
        }
    }

    @Test
    fun `a number is shown and not called`() {
        assertTrue(outside.dial("119#1"))
        val dial = checkNotNull(started)
        assertEquals(Intent.ACTION_DIAL, dial.action)
        assertEquals("tel:119%231", dial.dataString)
    }

    @Test
    fun `the way is shown by the first map that the phone has`() {
        installed("baidumap", "geo")
        assertTrue(outside.showTheWay(Coordinate(34.97, 109.0, Datum.WGS84)))
        assertTrue(checkNotNull(started?.dataString).startsWith("baidumap:"))
        assertNull(started)
    }

    @Test
    fun `without a dialler or any map nothing is started, and that is told`() {
        installed()
        assertFalse(outside.dial("119"))
        assertFalse(outside.showTheWay(Coordinate(34.97, 109.0, Datum.WGS84)))
        assertNull(started)
    }

    @Test
    fun `no map is told a place in a datum that it would misread, nor whose place it is`() {
        for (datum in Datum.entries) {
            val addresses = Outside.addresses(Coordinate(34.97, 109.0, datum))
            assertTrue("$datum", addresses.isNotEmpty())
            assertTrue(addresses.all { "34.97" in it && "109.0" in it })
            val isWgs = datum == Datum.WGS84 || datum == Datum.CGCS2000
            assertEquals("$datum", isWgs, addresses.any { it.startsWith("geo:") })
            addresses.filter { it.startsWith("androidamap:") }
                .forEach { assertTrue(it.endsWith(if (isWgs) "dev=1" else "dev=0")) }
        }
        assertFalse(Outside.addresses(Coordinate(1.0, 2.0, Datum.BD09)).any { "amap" in it })
    }
}
