import DoorstepKit
import Foundation
import Story

// An app that is killed in the middle of a visit: PHONE HOUSEHOLD PICTURE.
let arguments = CommandLine.arguments
let phone = URL(fileURLWithPath: arguments[1])
let vault = try FileVault(phone.appendingPathComponent("vault"))
let core = try Doorstep.open(folder: phone.appendingPathComponent("store").path, vault: vault)
guard let household = UUID(uuidString: arguments[2]) else { throw Failure(reason: "no household") }
var draft = try core.visits().begun(household, .noChange)
draft.note = "说到一半"
try core.visits().save(draft: draft)
_ = try core.photos().take(draft: draft.id, path: arguments[3], how: doorplate)
print("saved \(draft.id.uuidString)")
fflush(nil)
Thread.sleep(forTimeInterval: 600)  // for the kill
