package org.doorstep.ui.frame

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedTextField
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.input.KeyboardType
import androidx.compose.ui.unit.dp
import org.doorstep.EntryField
import org.doorstep.Words
import org.doorstep.ui.here
import org.doorstep.ui.lock.LocalTouched

private val corners = RoundedCornerShape(12.dp)

/** Where words are typed. What it is for stands above it, where large text has room, and is its name. */
@Composable
fun Field(
    words: Words,
    value: String,
    onChange: (String) -> Unit,
    modifier: Modifier = Modifier,
    lines: Int = 1,
    keys: KeyboardType = KeyboardType.Text,
    beside: (@Composable () -> Unit)? = null,
) = Column(modifier.fillMaxWidth(), Arrangement.spacedBy(4.dp)) {
    val name = words.here()
    val touched = LocalTouched.current
    Column(Modifier.clearAndSetSemantics { }) { Detail(words) }
    OutlinedTextField(
        value,
        {
            touched()
            onChange(it)
        },
        Modifier.fillMaxWidth().semantics { contentDescription = name },
        textStyle = MaterialTheme.typography.bodyLarge,
        trailingIcon = beside,
        keyboardOptions = KeyboardOptions(keyboardType = keys),
        singleLine = lines == 1,
        minLines = lines,
        shape = corners,
    )
}

/** The keys that most of its answers need. A day has strokes between its figures, which a phone number may have too. */
internal val EntryField.keys
    get() = when (this) {
        EntryField.HOME_PHONE, EntryField.OWN_PHONE, EntryField.BORN -> KeyboardType.Phone
        EntryField.FLOOR -> KeyboardType.Number
        EntryField.GREETING, EntryField.ADDRESS, EntryField.VILLAGE_GROUP, EntryField.BUILDING, EntryField.SAFETY_NOTE,
        EntryField.NAME, EntryField.RELATION, EntryField.IDENTITY,
        -> KeyboardType.Text
    }
