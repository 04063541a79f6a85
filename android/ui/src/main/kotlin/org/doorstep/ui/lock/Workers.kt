package org.doorstep.ui.lock

import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.runtime.Composable
import org.doorstep.PhoneWord
import org.doorstep.ui.Worker
import org.doorstep.ui.asIs
import org.doorstep.ui.frame.Block
import org.doorstep.ui.frame.Detail
import org.doorstep.ui.frame.OtherButton
import org.doorstep.ui.words

/** Who shares the phone finds the way to their own store. Nothing is lost by it: each stays where it lies. */
@Composable
internal fun Workers(all: List<Worker>, changeTo: (Worker) -> Unit, further: @Composable ColumnScope.() -> Unit = {}) =
    Block(PhoneWord.CHANGE_WORKER.words) {
        Detail(PhoneWord.CHANGE_WORKER_EXPLAINED.words)
        all.forEach { OtherButton(asIs(it.name), { changeTo(it) }) }
        further()
    }
