package org.doorstep.ui

import java.time.Duration
import java.time.LocalDate
import java.time.format.TextStyle
import java.util.Locale
import org.doorstep.Words

/**
 * The screens' own words: titles, buttons and sentences about the screen. What the domain calls its things comes from
 * the core's table.
 */
object Say {
    val back = Words("返回", "Back")
    val loading = Words("正在读取……", "Loading…")
    val again = Words("再试一次", "Try again")
    val unexpected = Words(
        "出错了，已记录的内容都在。请再试一次。",
        "Something went wrong. All that was recorded is kept. Please try again.",
    )
    val demo = Words("演示数据", "Invented data")
    val more = Words("显示更多", "Show more")

    val today = Words("今天", "Today")
    val outbox = Words("发件箱", "Outbox")
    val nothingToday = Words("今天没有要走访的住户了。", "No household is left to visit today.")
    val search = Words("查找：姓名、拼音、地址或电话尾号", "Find: name, pinyin, address or last digits")
    val clear = Words("清除", "Clear")
    val nothingFound = Words("没有找到。", "Nothing was found.")
    val inProgress = Words("走访进行中", "Visit in progress")

    val household = Words("住户", "Household")
    val start = Words("开始走访", "Start the visit")
    val resume = Words("继续走访", "Continue the visit")
    val safety = Words("安全提示", "For your safety")
    val toDo = Words("今天要做", "To do today")
    val otherDuties = Words("其他事项", "Other duties")
    val nothingDue = Words("今天没有要做的事项。", "Nothing is due here today.")
    val whoLivesHere = Words("家庭成员", "Who lives here")
    val lastVisits = Words("最近走访", "Latest visits")
    val neverVisited = Words("还没有走访记录。", "No visit is known yet.")
    val openNeeds = Words("未办结的需求", "Open needs")
    val phone = Words("电话", "Phone")
    val basis = Words("依据", "Basis")
    val photo = Words("照片", "Photo")

    val visit = Words("走访", "Visit")
    val howItEnded = Words("走访结果", "How it went")
    val otherOutcomes = Words("其他结果", "Other outcomes")
    val whatFollows = Words("下一步", "What follows")
    val whatWasDone = Words("完成的事项", "What was done")
    val otherWork = Words("其他工作", "Other work")
    val needsFound = Words("发现的需求", "Needs found")
    val addNeed = Words("选择需求", "Choose needs")
    val companion = Words("同行人姓名（可不填）", "Who came along (optional)")
    val note = Words("备注（可不填）", "Note (optional)")
    val finish = Words("完成走访", "Finish the visit")
    val finishing = Words("正在保存……", "Saving…")
    val saved = Words("每次改动都已保存在手机上", "Every change is saved on this phone")
    val discard = Words("放弃这次走访", "Give up this visit")
    val reallyDiscard =
        Words("这次填写的内容会被删除，确定放弃吗？", "What was entered this time will be deleted. Give it up?")
    val yesDiscard = Words("确定放弃", "Yes, give it up")
    val noDiscard = Words("继续填写", "No, go on")
    val discarded = Words("这次走访已放弃", "The visit was given up")

    val sendNow = Words("立即发送", "Send now")
    val allSent = Words("都已送达。", "All has been sent.")
    val nothingRecorded = Words("还没有记录。", "Nothing was recorded yet.")
    val records = Words("记录", "Records")
    val photos = Words("照片", "Photos")

    fun finished(greeting: String) = Words("走访已保存：$greeting", "Visit saved: $greeting")

    fun unsent(count: ULong) = Words("$count 条待发送", "$count to send")

    fun on(day: LocalDate) = day.words()

    fun due(day: LocalDate) = Words("截止 ", "Due ") + day.words()

    fun overdue(since: LocalDate) = Words("！逾期，自 ", "! Overdue since ") + since.words()

    fun from(day: LocalDate) = Words("开始 ", "From ") + day.words()

    fun recorded(ago: Duration) = ago.words() + Words("前", " ago")

    fun nextTry(ahead: Duration) = ahead.words() + Words("后再试", " until the next try")

    fun tries(count: UInt) = Words("已试 $count 次", "Tries: $count")

    fun bytes(count: ULong) = when {
        count < 1024u -> "$count B"
        count < 1024u * 1024u -> "${count / 1024u} KB"
        else -> "${count / (1024u * 1024u)} MB"
    }.let { Words(it, it) }

    fun sent(part: ULong, whole: ULong) = bytes(part) + Words(" / ", " / ") + bytes(whole)

    fun floor(number: Short) = Words("$number 楼", "Floor $number")

    /** Parts of a line, the missing ones left out. */
    fun line(vararg parts: Words?) = parts.filterNotNull().let { all ->
        Words(all.joinToString(" · ") { it.zh }, all.joinToString(" · ") { it.en })
    }

    /** A name, an address: the same in both languages. */
    fun asIs(text: String) = Words(text, text)
}

operator fun Words.plus(other: Words) = Words(zh + other.zh, en + other.en)

private fun LocalDate.words() = Words(
    "${year}年${monthValue}月${dayOfMonth}日",
    "$dayOfMonth ${month.getDisplayName(TextStyle.SHORT, Locale.ENGLISH)} $year",
)

private fun Duration.words() = when {
    toMinutes() < 1 -> Words("不到 1 分钟", "less than a minute")
    toHours() < 1 -> Words("${toMinutes()} 分钟", "${toMinutes()} min")
    toDays() < 1 -> Words("${toHours()} 小时", "${toHours()} h")
    else -> Words("${toDays()} 天", "${toDays()} d")
}
