package org.doorstep.ui.enrol

import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import org.doorstep.PhoneWord
import org.doorstep.ScreenWord
import org.doorstep.StaffRole
import org.doorstep.ui.asIs
import org.doorstep.ui.frame.Banners
import org.doorstep.ui.frame.Block
import org.doorstep.ui.frame.Blocks
import org.doorstep.ui.frame.Card
import org.doorstep.ui.frame.ChoiceRow
import org.doorstep.ui.frame.Detail
import org.doorstep.ui.frame.Field
import org.doorstep.ui.frame.Foot
import org.doorstep.ui.frame.Frame
import org.doorstep.ui.frame.Line
import org.doorstep.ui.frame.MainButton
import org.doorstep.ui.frame.OtherButton
import org.doorstep.ui.frame.Problem
import org.doorstep.ui.frame.Warning
import org.doorstep.ui.line
import org.doorstep.ui.lock.Choosing
import org.doorstep.ui.lock.Chosen
import org.doorstep.ui.lock.Lock
import org.doorstep.ui.lock.LockModel
import org.doorstep.ui.words

@Composable
fun EnrolScreen(model: EnrolModel, banners: Banners, back: () -> Unit, today: () -> Unit, lock: LockModel?) = Frame(
    ScreenWord.ENROL.words,
    banners,
    back,
    foot = {
        Foot {
            model.problem?.let { Problem(it) }
            Onwards(model, today, lock)
        }
    },
) {
    Blocks {
        when (val step = model.step) {
            Step.Code -> Code(model)
            is Step.Read -> WhatFollows(step)
            is Step.Pin -> Pin(model, lock)
            is Step.Sent -> WhatFollows(step.read)
            is Step.Done -> Done(step)
        }
    }
}

@Composable
private fun Onwards(model: EnrolModel, today: () -> Unit, lock: LockModel?) = when (model.step) {
    Step.Code -> if (model.code.isBlank()) {
        MainButton(PhoneWord.SCAN_CODE.words, model::scan, isEnabled = !model.isScanning)
    } else {
        MainButton(PhoneWord.READ_CODE.words, model::readCode)
    }
    is Step.Read -> {
        MainButton(PhoneWord.ENROL_NOW.words, if (lock?.isNew == true) model::choosePin else model::enrol)
        OtherButton(PhoneWord.OTHER_CODE.words, model::another)
    }
    is Step.Pin -> (lock?.lock as? Lock.Choosing)?.let { Chosen(it, lock) } ?: Unit
    is Step.Sent -> MainButton(PhoneWord.ENROLLING.words, {}, isEnabled = false)
    is Step.Done -> MainButton(PhoneWord.TO_TODAY.words, today)
}

@Composable
private fun Code(model: EnrolModel) = Card {
    Line(PhoneWord.CODE_FROM.words)
    if (model.isScanning) Detail(ScreenWord.LOADING.words)
    Field(PhoneWord.CODE_TEXT.words, model.code, model::type, lines = 4)
}

/** Goes on by itself once the PIN is chosen. */
@Composable
private fun Pin(model: EnrolModel, lock: LockModel?) {
    val choosing = lock?.lock as? Lock.Choosing
    if (choosing != null) Choosing(choosing, lock)
    LaunchedEffect(choosing == null) { if (choosing == null) model.enrol() }
}

/** What would be told to whom, and what would come back, before anything is sent. */
@Composable
private fun WhatFollows(read: Step.Read) {
    Block(PhoneWord.ENROL_AT.words) { Line(asIs(read.hub)) }
    Block(PhoneWord.WILL_HOLD.words) {
        Line(PhoneWord.HOLDS_HOMES.words)
        Line(PhoneWord.HOLDS_RECORDS.words)
        Detail(PhoneWord.HOLDS_SEALED.words)
        ByRole()
    }
    Block(PhoneWord.NOTICES.words) { notices.forEach { Line(it.words) } }
}

/** What is read, seen and counted of the worker, before they agree. */
private val notices =
    listOf(PhoneWord.NOTICE_PLACE, PhoneWord.NOTICE_SEEN, PhoneWord.NOTICE_FLAGS, PhoneWord.NOTICE_FIGURES)

/** The code does not say what its worker is: each reads their own. */
@Composable
private fun ByRole() {
    var isOpen by rememberSaveable { mutableStateOf(false) }
    var role by remember { mutableStateOf<StaffRole?>(null) }
    if (!isOpen) return OtherButton(PhoneWord.HOLDS_BY_ROLE.words, { isOpen = true })
    StaffRole.entries.forEach { one -> ChoiceRow(one.label(), one == role) { role = one } }
    role?.let { Held(it) }
}

@Composable
private fun Held(role: StaffRole) {
    val holdings = remember(role) { role.holdings() }
    holdings.lines.forEach { Detail(it) }
    holdings.withheld?.let { Detail(it) }
}

@Composable
private fun Done(done: Step.Done) {
    val enrolled = done.enrolled
    Block(PhoneWord.ENROLLED.words) {
        Line(line(asIs(enrolled.staff.name), enrolled.staff.role.label()), isStrong = true)
        Line(asIs(enrolled.tenant))
        Warning(PhoneWord.NOT_YOU.words)
    }
    Block(PhoneWord.PHONE_CODE.words) {
        Line(asIs(done.code), isStrong = true)
        Detail(PhoneWord.COMPARE_CODE.words)
    }
    Block(PhoneWord.WILL_HOLD.words) { Held(enrolled.staff.role) }
}
