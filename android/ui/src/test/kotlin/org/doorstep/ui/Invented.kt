package org.doorstep.ui

import java.time.LocalDate
import java.util.UUID
import org.doorstep.Doorstep
import org.doorstep.StaffRole

/** A county whose grids lie side by side, one with a hole and one in two pieces. All of it is invented. */
private const val VILLAGE = "610203102200"

/** Who answers for the chief's grid too. */
const val FELLOW = "李明"

/** What they said of the home that they handed over. */
const val HANDED_NOTE = "先打电话"

private fun grid(number: Int) = "$VILLAGE%03d".format(number)

/** Rings of each grid, in corners of hundredths of a degree. */
private val grounds = listOf(
    listOf(listOf("0,0 3,0 3,2 0,2", "1,1 2,1 2,1.5 1,1.5")),
    listOf(listOf("3,0 5,0 5,3 4,3 3,2")),
    listOf(listOf("0,2 3,2 4,3 4,5 0,4")),
    listOf(listOf("5,0 7,1 7,4 5,3")),
    listOf(listOf("4,3 5,3 6,3.5 6,5 4,5"), listOf("1,1 2,1 2,1.5 1,1.5")),
)

private fun outline(pieces: List<List<String>>): String {
    fun ring(corners: String) = corners.split(" ").let { it + it.first() }.joinToString(",", "[", "]") { corner ->
        val (east, north) = corner.split(",").map { it.toDouble() / 100 }
        "[${109.0 + east},${35.0 + north}]"
    }
    val polygons = pieces.joinToString(",", "[", "]") { it.joinToString(",", "[", "]", transform = ::ring) }
    return """{"type":"MultiPolygon","coordinates":$polygons}"""
}

/** Every home is to be visited once a month. */
private val pack = """
    {"id":"invented","version":1,"jurisdiction":"61","effective_from":"2020-01-01","sample":true,"areas_off":[],
     "rules":[{"id":"sweep","area":"PeacefulCommunity","title":{"zh":"每月走访","en":"Monthly visit"},
       "task":{"zh":"上门看看","en":"Call in"},"applies_to":"Households","cadence":{"Every":"month"},
       "discharge":{"kinds":["BaselineSurvey"],"modes":["InPerson"],"roles":["SocialWorker","GridWorker"],"visitors":1},
       "photo_reason":null,"legal_basis":"样例"}]}
"""

/** A supervisor's phone: grids with their ground, homes, what visits claimed and what was remarked on them. */
fun supervisorsPhone(): Doorstep = phoneOf(StaffRole.SUPERVISOR) { staff ->
    put("tenant", "rule_pack", UUID.randomUUID(), pack)
    put("tenant", "staff", staff, """{"id":"$staff","name":"王芳","role":"Supervisor"}""")
    grounds.forEachIndexed { index, ground ->
        val code = grid(index + 1)
        put(
            "grid:$code", "grid", UUID.randomUUID(),
            """{"code":"$code","name":"第${index + 1}网格","kind":"Basic","outline":${outline(ground)}}""",
        )
        responsible(code, staff, "Supervisor")
        repeat(4) { home -> home(code, staff, home, isVisited = home < index) }
    }
}

/** The phone of who leads a grid, with a colleague there who handed them one of its homes. */
fun chiefsPhone(): Doorstep = phoneOf(StaffRole.GRID_WORKER) { staff ->
    val (code, fellow) = grid(1) to UUID.randomUUID()
    put("tenant", "rule_pack", UUID.randomUUID(), pack)
    put("tenant", "staff", staff, """{"id":"$staff","name":"王芳","role":"GridWorker"}""")
    put("tenant", "staff", fellow, """{"id":"$fellow","name":"$FELLOW","role":"SocialWorker"}""")
    put("grid:$code", "grid", UUID.randomUUID(), """{"code":"$code","name":"第1网格","kind":"Basic"}""")
    responsible(code, staff, "Chief")
    responsible(code, fellow, "Supervisor")
    val (on, until) = LocalDate.now().run { minusDays(7) to plusDays(7) }
    val handed = """{"to":"$staff","by":"$fellow","on":"$on","until":"$until","note":"$HANDED_NOTE"}"""
    repeat(3) { home -> home(code, fellow, home, isVisited = home == 2, handed.takeIf { home == 0 }) }
}

private fun InventedRows.responsible(grid: String, staff: UUID, role: String) {
    val id = UUID.randomUUID()
    val document = """{"id":"$id","grid":"$grid","staff":"$staff","role":"$role","from":"2024-01-01"}"""
    put("grid:$grid", "responsibility", id, document)
}

private fun InventedRows.home(
    grid: String,
    staff: UUID,
    number: Int,
    isVisited: Boolean,
    handed: String? = null,
) {
    val handedOver = handed?.let { ""","handed_over":$it""" }.orEmpty()
    val household = UUID.randomUUID()
    val scope = "grid:$grid"
    put(
        scope, "household", household,
        """
        {"id":"$household","grid":"$grid","greeting":"张家${number + 1}","address":"演示村${number + 1}号",
         "village_group":"1组","recorded_on":"2024-01-01","phone":"13900000001",
         "place":{"lat":35.004,"lon":109.0,"datum":"wgs84"}$handedOver}
        """,
        household,
    )
    if (!isVisited) return
    val residents = listOf("张大山" to "户主", "李小兰" to "配偶").map { (name, relation) ->
        UUID.randomUUID().also { id ->
            val document = """
                {"id":"$id","household":"$household","name":"$name","relation":"$relation","categories":[],"events":[]}
            """
            put(scope, "resident", id, document, household)
        }
    }
    visit(scope, household, staff, outcome = if (number == 0 && residents.isNotEmpty()) "Deceased" else "Completed")
}

/** A visit of today; of a death the claim that it makes, of any other a remark. */
private fun InventedRows.visit(scope: String, household: UUID, staff: UUID, outcome: String) {
    val visit = UUID.randomUUID()
    val today = LocalDate.now()
    val fact = """{"kind":"BaselineSurvey","subject":{"Household":"$household"}}"""
    put(
        scope, "visit", visit,
        """
        {"id":"$visit","household":"$household","by":"$staff","role":"SocialWorker","visitors":1,"mode":"InPerson",
         "outcome":"$outcome","facts":[$fact],"effective_at":${System.currentTimeMillis()},"effective_on":"$today"}
        """,
        household,
    )
    val id = UUID.randomUUID()
    val about = """"id":"$id","visit":"$visit","household":"$household""""
    if (outcome == "Deceased") {
        val what = """"subject":{"Household":"$household"},"kind":"Deceased""""
        put(scope, "claim", id, """{$about,$what,"on":"$today","status":"Pending"}""", household)
    } else {
        put(scope, "exception", id, """{$about,"flag":"OutsideFence","acknowledged":false}""", household)
    }
}

/** A volunteer's phone: tickets to two homes, one of which has two tasks and no known place. */
fun volunteersPhone(phone: String? = null): Doorstep = phoneOf(StaffRole.VOLUNTEER) { staff ->
    val code = grid(1)
    val scope = "grid:$code"
    put("tenant", "staff", staff, """{"id":"$staff","name":"王芳","role":"Volunteer"}""")
    put(scope, "grid", UUID.randomUUID(), """{"code":"$code","name":"第1网格","kind":"Basic"}""")
    responsible(code, staff, "Assistant")
    door(scope, code, "王奶奶家", "演示村1组2号", listOf("看看身体怎么样" to "See how she is"), isPlaced = true, phone)
    door(
        scope, code, "李大爷家", "演示村3组10号",
        listOf("问问吃饭和吃药" to "Ask about meals and medicine", "看看门前的路灯" to "Look at the street lamp"),
        isPlaced = false,
    )
}

private fun InventedRows.door(
    scope: String,
    grid: String,
    greeting: String,
    address: String,
    tasks: List<Pair<String, String>>,
    isPlaced: Boolean,
    phone: String? = null,
) {
    val household = UUID.randomUUID()
    val place = if (isPlaced) ""","place":{"lat":35.004,"lon":109.0,"datum":"wgs84"}""" else ""
    val number = phone?.let { ""","phone":"$it"""" }.orEmpty()
    put(
        scope, "household", household,
        """
        {"id":"$household","grid":"$grid","greeting":"$greeting","address":"$address",
         "safety_note":"院里有狗"$place$number}
        """,
        household,
    )
    tasks.forEach { (zh, en) ->
        val ticket = UUID.randomUUID()
        val window = """{"start":"${LocalDate.now().minusDays(3)}","end":"${LocalDate.now().plusDays(4)}"}"""
        val document = """
            {"id":"$ticket","household":"$household","grid":"$grid","task":{"zh":"$zh","en":"$en"},"window":$window,
             "modes":["InPerson","Phone"],"visitors":1,"state":"Open"}
        """
        put(scope, "ticket", ticket, document, household)
    }
}
