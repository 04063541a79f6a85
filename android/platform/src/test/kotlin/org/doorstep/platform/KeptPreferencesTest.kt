package org.doorstep.platform

import android.content.Context
import org.doorstep.ui.Language
import org.doorstep.ui.Preferences
import org.junit.Assert.assertEquals
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment

@RunWith(RobolectricTestRunner::class)
class KeptPreferencesTest {
    private val context: Context = RuntimeEnvironment.getApplication()
    private val chosen = Preferences(Language.ENGLISH, 30, photosMayCost = true, stampsPhotos = true)

    private fun kept(worker: String = "worker-1") = KeptPreferences(context, worker)

    @Test
    fun `what a worker chose is kept for them alone, until it is forgotten`() {
        assertEquals(Preferences(), kept().read())
        kept().keep(chosen)
        assertEquals(chosen, kept().read())
        assertEquals(Preferences(), kept("worker-2").read())
        kept().forget()
        assertEquals(Preferences(), kept().read())
    }

    @Test
    fun `what a newer app kept and this one does not know is what stands at the beginning`() {
        context.getSharedPreferences("worker-1", Context.MODE_PRIVATE).edit()
            .putString("language", "KLINGON").putInt("main text", 400).commit()
        assertEquals(Preferences(mainText = 30), kept().read())
    }
}
