import DoorstepKit
import SwiftUI

/// The way to what is not needed at every door.
struct MenuScreen: View {
    let app: AppModel
    let model: MenuModel

    var body: some View {
        Frame(ScreenWord.menu.words, app.banners, back: app.back) {
            Blocks {
                OtherButton(ScreenWord.coverage.words) { app.coverage() }
                OtherButton(ScreenWord.responsibility.words) { app.responsibility() }
                if model.mayAddHome { OtherButton(ScreenWord.addHome.words) { app.add(.home) } }
                if model.hasReview { OtherButton(ScreenWord.review.words) { app.review() } }
                OtherButton(ScreenWord.outbox.words) { app.outbox() }
                OtherButton(ScreenWord.settings.words) { app.settings() }
                OtherButton(ScreenWord.enrol.words) { app.enrol() }
            }
        }
    }
}
