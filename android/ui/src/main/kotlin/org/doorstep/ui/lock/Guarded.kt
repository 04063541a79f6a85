package org.doorstep.ui.lock

import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.staticCompositionLocalOf
import androidx.compose.ui.Modifier
import androidx.compose.ui.input.pointer.PointerEventPass
import androidx.compose.ui.input.pointer.pointerInput
import kotlinx.coroutines.delay

/** To be called by what takes no finger of its own, such as a keyboard's words. */
val LocalTouched = staticCompositionLocalOf { {} }

private const val SECOND = 1000L

/** Shows the content while the app is open, and nothing of it otherwise. */
@Composable
fun Guarded(model: LockModel, holdsNothing: Boolean = false, content: @Composable () -> Unit) {
    LaunchedEffect(model) {
        while (true) {
            delay(SECOND)
            model.check()
        }
    }
    val fingers = Modifier.pointerInput(model) {
        awaitPointerEventScope {
            while (true) {
                awaitPointerEvent(PointerEventPass.Initial)
                model.touched()
            }
        }
    }
    Box(Modifier.fillMaxSize().then(fingers)) {
        if (model.letsIn(holdsNothing)) CompositionLocalProvider(LocalTouched provides model::touched, content)
        else LockScreen(model)
    }
}
