import Testing
@testable import DoorstepKit
