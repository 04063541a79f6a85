package org.doorstep.ui

import java.io.File
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

class WordsTest {
    @Test
    fun `no word stands outside the table`() {
        val literal = Regex("\"[^\"]*(\\p{IsHan}|[A-Za-z]{2})[^\"]*\"")
        val strays = File("src/main/kotlin").walk()
            .filter { it.extension == "kt" && it.name != "Words.kt" }
            .flatMap { file -> file.readLines().filter(literal::containsMatchIn).map { "${file.name}: ${it.trim()}" } }
            .toList()
        assertEquals(emptyList<String>(), strays)
    }
}
