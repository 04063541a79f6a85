@file:OptIn(ExperimentalTestApi::class)

package org.doorstep.ui

import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.semantics.SemanticsNode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.test.DesktopComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.onRoot
import androidx.compose.ui.text.TextLayoutResult
import androidx.compose.ui.unit.IntSize

/** What is wrong with the screen that is shown, as far as its semantics tell. A target has `least` dp. */
fun DesktopComposeUiTest.faults(window: Window, least: Int = 48): List<String> {
    val parts = onRoot(useUnmergedTree = true).fetchSemanticsNode().all()
    val controls = onRoot().fetchSemanticsNode().all().filter { it.isControl() }
    val texts = parts.filter { it.words().isNotEmpty() }
    return texts.filter { it.isCut(window) }.map { "cut: ${it.words()}" } +
        overlaps(texts) +
        controls.filter { it.words().isEmpty() }.map { "without a name: ${it.config}" } +
        controls.filter { it.isSmall(window, least) }.map { "small: ${it.words()} ${it.size}" }
}

private fun SemanticsNode.all(): List<SemanticsNode> = listOf(this) + children.flatMap { it.all() }

private fun SemanticsNode.words() = listOfNotNull(
    config.getOrNull(SemanticsProperties.Text)?.joinToString(" ") { it.text },
    config.getOrNull(SemanticsProperties.ContentDescription)?.joinToString(" "),
    config.getOrNull(SemanticsProperties.EditableText)?.text,
).filter { it.isNotEmpty() }.joinToString(" ")

private fun SemanticsNode.isControl() = SemanticsActions.OnClick in config || SemanticsActions.SetText in config

/** Beyond the window's sides, or more than its own place holds. What scrolls may lie below the window. */
private fun SemanticsNode.isCut(window: Window): Boolean {
    val results = mutableListOf<TextLayoutResult>()
    config.getOrNull(SemanticsActions.GetTextLayoutResult)?.action?.invoke(results)
    val isBeside = positionInRoot.x < 0 || positionInRoot.x + size.width > window.width * window.zoom
    return isBeside || results.any { it.isCutIn(size) }
}

/** Line by line: the layout's own word on overflow also counts the paragraph's spare width. */
private fun TextLayoutResult.isCutIn(place: IntSize) = multiParagraph.didExceedMaxLines ||
    multiParagraph.height > place.height + 1 ||
    (0 until lineCount).any { isLineEllipsized(it) || getLineRight(it) - getLineLeft(it) > place.width + 1 }

/** Controls that a finger of `least` dp does not find. */
private fun SemanticsNode.isSmall(window: Window, least: Int) = minOf(size.width, size.height) < least * window.zoom

private fun overlaps(texts: List<SemanticsNode>) = texts.indices.flatMap { first ->
    (first + 1 until texts.size).filter { second -> texts[first].lieOver(texts[second]) }
        .map { second -> "overlap: ${texts[first].words()} | ${texts[second].words()}" }
}

private fun SemanticsNode.lieOver(other: SemanticsNode): Boolean {
    val common = boundsInRoot.intersect(other.boundsInRoot)
    return common.width > 1 && common.height > 1 && !isAbove(other) && !other.isAbove(this)
}

private fun SemanticsNode.isAbove(other: SemanticsNode): Boolean =
    generateSequence(other.parent) { it.parent }.any { it.id == id }
