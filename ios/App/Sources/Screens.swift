import DoorstepKit
import SwiftUI

/// The screens of an open store, the one on top in front.
struct Screens: View {
    @Bindable var app: AppModel
    let camera: Camera
    /// Opens a store where this one is gone.
    let anew: Action

    var body: some View {
        if app.isGone {
            GoneScreen(anew: anew)
        } else {
            NavigationStack(path: $app.path) {
                Bottom(app: app, model: app.today)
                    .navigationDestination(for: Page.self) { Screen(app: app, page: $0, camera: camera) }
            }
        }
    }
}

/// A volunteer's day has fewer words and larger pictures.
private struct Bottom: View {
    let app: AppModel
    let model: TodayModel

    var body: some View {
        if app.isPlain {
            DayScreen(app: app, model: model)
        } else {
            TodayScreen(app: app, model: model)
        }
    }
}

private struct Screen: View {
    let app: AppModel
    let page: Page
    let camera: Camera

    var body: some View {
        switch page {
        case .today(let model): Bottom(app: app, model: model)
        case .stop(let model): StopScreen(app: app, model: model)
        case .handOver(let model): HandOverScreen(app: app, model: model)
        case .add(let model): AddScreen(app: app, model: model)
        case .visit(let model): VisitScreen(app: app, model: model)
        case .particulars(let model): ParticularsScreen(app: app, model: model)
        case .door(let model): DoorScreen(app: app, model: model)
        case .photo(let model): PhotoScreen(app: app, model: model, camera: camera)
        case .outbox(let model): OutboxScreen(app: app, model: model)
        case .menu(let model): MenuScreen(app: app, model: model)
        case .coverage(let model): CoverageScreen(app: app, model: model)
        case .grid(let model): GridScreen(app: app, model: model)
        case .homes(let model): HomesScreen(app: app, model: model)
        case .responsibility(let model): ResponsibilityScreen(app: app, model: model)
        case .review(let model): ReviewScreen(app: app, model: model)
        case .settings(let model): SettingsScreen(app: app, model: model)
        case .enrol(let model): EnrolScreen(app: app, model: model)
        }
    }
}
