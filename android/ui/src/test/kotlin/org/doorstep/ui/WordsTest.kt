package org.doorstep.ui

import java.io.File
import org.doorstep.Words
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

class WordsTest {
    private val chinese = Regex("\\p{IsHan}")

    @Test
    fun `every word of the screens is there in both languages`() {
        val all = Say::class.java.declaredMethods
            .filter { it.returnType == Words::class.java && it.parameterCount == 0 }
            .map { it.invoke(Say) as Words }
        assertTrue(all.isNotEmpty())
        assertEquals(emptyList<Words>(), all.filterNot { chinese.containsMatchIn(it.zh) })
        assertEquals(emptyList<Words>(), all.filter { chinese.containsMatchIn(it.en) || it.en.isBlank() })
    }

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
