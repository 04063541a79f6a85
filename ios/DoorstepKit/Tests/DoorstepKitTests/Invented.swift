import DoorstepKit
import Foundation
import Story

/// 王芳's phone in this role, after one exchange that brought these rows.
func phone(of role: StaffRole, _ rows: (_ feed: inout InventedRows, _ staff: UUID) -> Void) throws -> Doorstep {
    let (device, staff, folder) = (UUID(), UUID(), try newFolder())
    let vault = try FileVault(folder)
    let core = try Doorstep.open(folder: folder.appendingPathComponent("store").path, vault: vault)
    _ = try core.readEnrolment(qr: code).finish(answer: welcome(role, device: device, staff: staff))
    var feed = InventedRows(device: device)
    rows(&feed, staff)
    let hub = InventedHub(genesis: try genesis(device, vault), rows: feed)
    let session = try core.syncSession()
    try session.begin()
    while case .request(let task, let request) = try session.nextTask() {
        try session.answered(task: task, answer: hub.answer(to: request))
    }
    return core
}

/// Rows of a feed, as JSON, by their scope.
struct InventedRows {
    private var scopes: [String: [String]]

    init(device: UUID) { scopes = ["tenant": [], "private:\(device.text)": []] }

    mutating func put(_ scope: String, _ kind: String, _ id: UUID, _ document: String, household: UUID? = nil) {
        let of = household.map { #""household":"\#($0.text)","# } ?? ""
        let row = #"{"kind":"\#(kind)","id":"\#(id.text)","revision":1,\#(of)"document":\#(document)}"#
        scopes[scope, default: []].append(row)
    }

    var pages: [String] {
        let digest = String(repeating: "5a", count: 32)
        return scopes.map { scope, rows in
            """
            {"scope":"\(scope)","from_start":true,"more":false,"rows":[\(rows.joined(separator: ","))],
             "cursor":{"epoch":1,"revision":1,"digest":"\(digest)"}}
            """
        }
    }
}

/// Gives a phone its rows once, and takes nothing from it.
private final class InventedHub {
    private let heads: String
    private let rows: InventedRows
    private var isFed = false

    init(genesis: String, rows: InventedRows) {
        self.rows = rows
        let now = Int(Date().timeIntervalSince1970 * 1000)
        heads = #""head":{"seq":0,"hash":"\#(genesis)"},"backed_up_through":0,"hub_now":\#(now)"#
    }

    func answer(to request: HttpRequest) -> HttpAnswer {
        switch request.url.components(separatedBy: "/v1/").last {
        case "challenge": return DoorstepKitTests.answer(200, #"{"challenge":"invented"}"#)
        case "session": return DoorstepKitTests.answer(200, #"{"token":"invented","expires_in_s":900,\#(heads)}"#)
        case "head": return DoorstepKitTests.answer(200, "{\(heads)}")
        case "feed":
            let pages = isFed ? [] : rows.pages
            isFed = true
            let body = #"{\#(heads),"silent_phones":0,"scopes":[\#(pages.joined(separator: ","))]}"#
            return DoorstepKitTests.answer(200, body)
        default: return DoorstepKitTests.answer(404, "{}")
        }
    }
}

/// What the first record of a phone is chained to, in hexadecimal digits.
private func genesis(_ device: UUID, _ vault: FileVault) throws -> String {
    let id = withUnsafeBytes(of: device.uuid) { Data($0) }
    let parts = [Data("doorstep/journal/genesis/1".utf8), id, try vault.publicKey().suffix(65)]
    let text = parts.reduce(into: Data()) { all, part in
        withUnsafeBytes(of: UInt32(part.count).bigEndian) { all.append(contentsOf: $0) }
        all.append(part)
    }
    return try run(openssl, ["dgst", "-sha256", "-binary"], input: text).map { String(format: "%02x", $0) }.joined()
}

// A county whose grids lie side by side, one with a hole and one in two pieces. All of it is invented.

private func gridCode(_ number: Int) -> String { "610203102200" + String(format: "%03d", number) }

/// Pieces of each grid, each of them an outline and what is cut out of it, in corners of hundredths of a degree.
private let grounds = [
    [["0,0 3,0 3,2 0,2", "1,1 2,1 2,1.5 1,1.5"]],
    [["3,0 5,0 5,3 4,3 3,2"]],
    [["0,2 3,2 4,3 4,5 0,4"]],
    [["5,0 7,1 7,4 5,3"]],
    [["4,3 5,3 6,3.5 6,5 4,5"], ["1,1 2,1 2,1.5 1,1.5"]],
]

private func outline(_ pieces: [[String]]) -> String {
    func list(_ items: [String]) -> String { "[" + items.joined(separator: ",") + "]" }
    func ring(_ corners: String) -> String {
        let all = corners.split(separator: " ")
        return list(
            (all + all.prefix(1)).map { corner in
                let parts = corner.split(separator: ",").compactMap { Double($0) }
                return "[\(109 + parts[0] / 100),\(35 + parts[1] / 100)]"
            })
    }
    return #"{"type":"MultiPolygon","coordinates":\#(list(pieces.map { list($0.map(ring)) }))}"#
}

/// Every home is to be visited once a month.
private let pack = """
    {"id":"invented","version":1,"jurisdiction":"61","effective_from":"2020-01-01","sample":true,"areas_off":[],
     "rules":[{"id":"sweep","area":"PeacefulCommunity","title":{"zh":"每月走访","en":"Monthly visit"},
       "task":{"zh":"上门看看","en":"Call in"},"applies_to":"Households","cadence":{"Every":"month"},
       "discharge":{"kinds":["BaselineSurvey"],"modes":["InPerson"],"roles":["SocialWorker"],"visitors":1},
       "photo_reason":null,"legal_basis":"样例"}]}
    """

/// A supervisor's phone: grids with their ground, homes, what visits claimed and what was remarked on them.
func supervisorsPhone() throws -> Doorstep { try county(homesOfEach: 4) }

/// The same with more homes than a page shows.
func crowd() throws -> Doorstep { try county(homesOfEach: 24) }

private func county(homesOfEach: Int) throws -> Doorstep {
    try phone(of: .supervisor) { feed, staff in
        feed.put("tenant", "rule_pack", UUID(), pack)
        feed.put("tenant", "staff", staff, #"{"id":"\#(staff.text)","name":"王芳","role":"Supervisor"}"#)
        for (index, ground) in grounds.enumerated() {
            let code = gridCode(index + 1)
            let shape = #""name":"第\#(index + 1)网格","kind":"Basic","outline":\#(outline(ground))"#
            feed.put("grid:\(code)", "grid", UUID(), #"{"code":"\#(code)",\#(shape)}"#)
            feed.responsible(for: code, staff, "Supervisor")
            for home in 0..<homesOfEach { feed.home(in: code, staff, home, isVisited: home < index) }
        }
    }
}

/// A volunteer's phone: tickets to two homes, one of which has two tasks and no known place.
func volunteersPhone() throws -> Doorstep {
    try phone(of: .volunteer) { feed, staff in
        let code = gridCode(1)
        feed.put("tenant", "staff", staff, #"{"id":"\#(staff.text)","name":"王芳","role":"Volunteer"}"#)
        feed.put("grid:\(code)", "grid", UUID(), #"{"code":"\#(code)","name":"第1网格","kind":"Basic"}"#)
        feed.responsible(for: code, staff, "Assistant")
        feed.door(in: code, "王奶奶家", "演示村1组2号", [("看看身体怎么样", "See how she is")], isPlaced: true)
        feed.door(
            in: code, "李大爷家", "演示村3组10号",
            [("问问吃饭和吃药", "Ask about meals and medicine"), ("看看门前的路灯", "Look at the street lamp")],
            isPlaced: false)
    }
}

private func day(_ away: Int) -> String {
    let calendar = Calendar(identifier: .gregorian)
    let then = calendar.date(byAdding: .day, value: away, to: Date()) ?? Date()
    return calendar.dateComponents([.year, .month, .day], from: then).civilDay
}

extension InventedRows {
    fileprivate mutating func responsible(for grid: String, _ staff: UUID, _ role: String) {
        let id = UUID()
        let who = #""staff":"\#(staff.text)","role":"\#(role)","from":"2024-01-01""#
        put("grid:\(grid)", "responsibility", id, #"{"id":"\#(id.text)","grid":"\#(grid)",\#(who)}"#)
    }

    fileprivate mutating func home(in grid: String, _ staff: UUID, _ number: Int, isVisited: Bool) {
        let (household, scope) = (UUID(), "grid:\(grid)")
        put(
            scope, "household", household,
            """
            {"id":"\(household.text)","grid":"\(grid)","greeting":"张家\(number + 1)","address":"演示村\(number + 1)号",
             "village_group":"1组","recorded_on":"2024-01-01"}
            """, household: household)
        guard isVisited else { return }
        for (name, relation) in [("张大山", "户主"), ("李小兰", "配偶")] {
            let id = UUID()
            let who = #""name":"\#(name)","relation":"\#(relation)","categories":[],"events":[]"#
            let document = #"{"id":"\#(id.text)","household":"\#(household.text)",\#(who)}"#
            put(scope, "resident", id, document, household: household)
        }
        visit(scope, household, staff, number == 0 ? "Deceased" : "Completed")
    }

    /// A visit of today; of a death the claim that it makes, of any other a remark.
    private mutating func visit(_ scope: String, _ household: UUID, _ staff: UUID, _ outcome: String) {
        let (visit, id, home) = (UUID(), UUID(), household.text)
        let now = Int(Date().timeIntervalSince1970 * 1000)
        put(
            scope, "visit", visit,
            """
            {"id":"\(visit.text)","household":"\(home)","by":"\(staff.text)","role":"SocialWorker","visitors":1,
             "mode":"InPerson","outcome":"\(outcome)",
             "facts":[{"kind":"BaselineSurvey","subject":{"Household":"\(home)"}}],
             "effective_at":\(now),"effective_on":"\(day(0))"}
            """, household: household)
        let about = #""id":"\#(id.text)","visit":"\#(visit.text)","household":"\#(home)""#
        if outcome == "Deceased" {
            let what = #""subject":{"Household":"\#(home)"},"kind":"Deceased","on":"\#(day(0))","status":"Pending""#
            put(scope, "claim", id, "{\(about),\(what)}", household: household)
        } else {
            let what = #""flag":"OutsideFence","acknowledged":false"#
            put(scope, "exception", id, "{\(about),\(what)}", household: household)
        }
    }

    fileprivate mutating func door(
        in grid: String, _ greeting: String, _ address: String, _ tasks: [(zh: String, en: String)], isPlaced: Bool
    ) {
        let (household, scope) = (UUID(), "grid:\(grid)")
        let place = isPlaced ? #","place":{"lat":35.004,"lon":109.0,"datum":"wgs84"}"# : ""
        put(
            scope, "household", household,
            """
            {"id":"\(household.text)","grid":"\(grid)","greeting":"\(greeting)","address":"\(address)",
             "safety_note":"院里有狗"\(place)}
            """, household: household)
        for task in tasks {
            let id = UUID()
            put(
                scope, "ticket", id,
                """
                {"id":"\(id.text)","household":"\(household.text)","grid":"\(grid)",
                 "task":{"zh":"\(task.zh)","en":"\(task.en)"},"window":{"start":"\(day(-3))","end":"\(day(4))"},
                 "modes":["InPerson","Phone"],"visitors":1,"state":"Open"}
                """, household: household)
        }
    }
}
