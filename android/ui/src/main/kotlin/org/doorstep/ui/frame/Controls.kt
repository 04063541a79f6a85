package org.doorstep.ui.frame

import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.sizeIn
import androidx.compose.foundation.selection.selectable
import androidx.compose.foundation.selection.toggleable
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.material3.Button
import androidx.compose.material3.Checkbox
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedButton
import androidx.compose.material3.RadioButton
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import org.doorstep.Words
import org.doorstep.ui.LocalTarget
import org.doorstep.ui.asIs
import org.doorstep.ui.here
import org.doorstep.ui.line
import org.doorstep.ui.lock.LocalTouched

private val corners = RoundedCornerShape(12.dp)

/** The same, and somebody uses the screen: who is led by TalkBack taps without a finger that could be heard. */
@Composable
internal fun used(onTap: () -> Unit): () -> Unit {
    val touched = LocalTouched.current
    return {
        touched()
        onTap()
    }
}

/** As [used], for what is turned on and off. */
@Composable
internal fun usedAs(onChange: (Boolean) -> Unit): (Boolean) -> Unit {
    val touched = LocalTouched.current
    return {
        touched()
        onChange(it)
    }
}

/** What a worker mostly wants to do here. */
@Composable
fun MainButton(words: Words, onTap: () -> Unit, modifier: Modifier = Modifier, isEnabled: Boolean = true) {
    val size = modifier.fillMaxWidth().heightIn(min = LocalTarget.current)
    Button(used(onTap), size, isEnabled, corners) { Label(words) }
}

/** What a worker may want too. */
@Composable
fun OtherButton(words: Words, onTap: () -> Unit, modifier: Modifier = Modifier, isEnabled: Boolean = true) {
    val size = modifier.fillMaxWidth().heightIn(min = LocalTarget.current)
    OutlinedButton(used(onTap), size, isEnabled, corners) { Label(words) }
}

/** The same, as wide as its words: several stand side by side where they fit. */
@Composable
fun SmallButton(words: Words, onTap: () -> Unit, isEnabled: Boolean = true) =
    OutlinedButton(used(onTap), Modifier.heightIn(min = LocalTarget.current), isEnabled, corners) { Label(words) }

/** A button as wide as its words, without an edge. */
@Composable
fun QuietButton(words: Words, onTap: () -> Unit, modifier: Modifier = Modifier) =
    TextButton(used(onTap), modifier.sizeIn(LocalTarget.current, LocalTarget.current)) { Label(words) }

/** A number that one tap dials, where there is one. */
@Composable
fun Dial(words: Words, number: String?, dial: () -> Unit) {
    if (number != null) OtherButton(line(words, asIs(number)), dial)
}

@Composable
private fun Label(words: Words) =
    Text(words.here(), style = MaterialTheme.typography.labelLarge, textAlign = TextAlign.Center)

/** One of several things, any of which may hold. */
@Composable
fun TickRow(words: Words, isTicked: Boolean, onChange: (Boolean) -> Unit) = OptionRow(
    words,
    Modifier.toggleable(isTicked, role = Role.Checkbox, onValueChange = usedAs(onChange)),
) { Checkbox(isTicked, onCheckedChange = null) }

/** One of several things, one of which holds. */
@Composable
fun ChoiceRow(words: Words, isChosen: Boolean, onChoose: () -> Unit) = OptionRow(
    words,
    Modifier.selectable(isChosen, role = Role.RadioButton, onClick = used(onChoose)),
) { RadioButton(isChosen, onClick = null) }

/** The whole row is the target, and its words are the control's name. */
@Composable
private fun OptionRow(words: Words, tap: Modifier, mark: @Composable () -> Unit) = Row(
    Modifier.fillMaxWidth().then(tap).heightIn(min = LocalTarget.current).padding(vertical = 6.dp),
    verticalAlignment = Alignment.CenterVertically,
) {
    mark()
    Text(
        words.here(),
        Modifier.weight(1f).padding(start = 12.dp),
        style = MaterialTheme.typography.bodyLarge,
        color = MaterialTheme.colorScheme.onSurface,
    )
}
