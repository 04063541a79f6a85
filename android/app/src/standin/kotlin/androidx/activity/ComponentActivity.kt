// Stand-ins for what the app takes of AndroidX, which cannot be had where the tests run: enough to compile the app and
// to drive its activity without its screens. They show that the app is consistent, not that it compiles against AndroidX.
package androidx.activity

import android.app.Activity

open class ComponentActivity : Activity() {
    val onBackPressedDispatcher = OnBackPressedDispatcher()

    /** What the real one shows. */
    var content: Any? = null
        internal set
}

class OnBackPressedDispatcher {
    private val callbacks = mutableListOf<OnBackPressedCallback.() -> Unit>()

    fun onBackPressed() = callbacks.last().invoke(OnBackPressedCallback)

    internal fun add(callback: OnBackPressedCallback.() -> Unit) {
        callbacks += callback
    }
}

object OnBackPressedCallback

fun OnBackPressedDispatcher.addCallback(onBackPressed: OnBackPressedCallback.() -> Unit) = add(onBackPressed)

fun ComponentActivity.enableEdgeToEdge() = Unit
