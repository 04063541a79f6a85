package org.doorstep.ui

import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.ui.text.font.FontFamily
import org.doorstep.ui.coverage.CoverageModel
import org.doorstep.ui.coverage.CoverageScreen
import org.doorstep.ui.coverage.GridModel
import org.doorstep.ui.coverage.GridScreen
import org.doorstep.ui.coverage.HomesModel
import org.doorstep.ui.coverage.HomesScreen
import org.doorstep.ui.enrol.EnrolModel
import org.doorstep.ui.enrol.EnrolScreen
import org.doorstep.ui.lock.Guarded
import org.doorstep.ui.lock.LockModel
import org.doorstep.ui.menu.Menu
import org.doorstep.ui.menu.MenuScreen
import org.doorstep.ui.outbox.OutboxModel
import org.doorstep.ui.outbox.OutboxScreen
import org.doorstep.ui.photo.PhotoModel
import org.doorstep.ui.photo.PhotoScreen
import org.doorstep.ui.register.AddModel
import org.doorstep.ui.register.AddScreen
import org.doorstep.ui.responsibility.ResponsibilityModel
import org.doorstep.ui.responsibility.ResponsibilityScreen
import org.doorstep.ui.review.ReviewModel
import org.doorstep.ui.review.ReviewScreen
import org.doorstep.ui.settings.Gone
import org.doorstep.ui.settings.GoneScreen
import org.doorstep.ui.settings.SettingsModel
import org.doorstep.ui.settings.SettingsScreen
import org.doorstep.ui.stop.StopModel
import org.doorstep.ui.stop.StopScreen
import org.doorstep.ui.today.TodayModel
import org.doorstep.ui.today.TodayScreen
import org.doorstep.ui.visit.VisitModel
import org.doorstep.ui.visit.VisitScreen
import org.doorstep.ui.volunteer.DayScreen
import org.doorstep.ui.volunteer.DoorModel
import org.doorstep.ui.volunteer.DoorScreen

/**
 * The screen on top, as its worker wants it to look, and nothing of it while it is locked. The phone says whether it is
 * dark, and lends the font; one without a PIN, such as a preview, has no lock. `again` opens a store after a wipe.
 */
@Composable
fun App(
    model: AppModel,
    isDark: Boolean,
    font: FontFamily = FontFamily.Default,
    lock: LockModel? = null,
    again: () -> Unit = {},
) {
    val wanted = model.preferences
    val target = if (model.isVolunteer) LARGE_TARGET else TARGET
    DoorstepTheme(Look(wanted.language, wanted.mainText, isDark, font, target)) {
        LaunchedEffect(lock, model) {
            // From then on the lock tells by itself, also while nothing is drawn.
            lock?.fell = model::locked
            if (lock?.isClosed == true) model.locked()
        }
        if (lock == null) Top(model, null, again)
        else Guarded(lock, model.isEnrolled == false) { Top(model, lock, again) }
    }
}

@Composable
private fun Top(model: AppModel, lock: LockModel?, again: () -> Unit) {
    val banners = model.banners
    val back: () -> Unit = { model.back() }
    when (val page = model.page) {
        is TodayModel -> if (model.isVolunteer) DayScreen(page, banners, model) else TodayScreen(page, banners, model)
        is DoorModel -> DoorScreen(page, banners, back)
        is StopModel -> StopScreen(page, banners, back, model)
        is AddModel -> AddScreen(page, banners, back)
        is VisitModel -> VisitScreen(page, banners, back) { model.photo(page.visit) }
        is PhotoModel -> PhotoScreen(page, banners, back, model)
        is OutboxModel -> OutboxScreen(page, banners, back)
        is Menu -> MenuScreen(page, banners, back, model)
        is ReviewModel -> ReviewScreen(page, banners, back, model::stop)
        is CoverageModel -> CoverageScreen(page, banners, back, model)
        is GridModel -> GridScreen(page, banners, back, model)
        is HomesModel -> HomesScreen(page, banners, back, model)
        is ResponsibilityModel -> ResponsibilityScreen(page, banners, back)
        is SettingsModel -> SettingsScreen(page, banners, back, model, lock)
        is EnrolModel -> EnrolScreen(page, banners, back, model::home, lock)
        is Gone -> GoneScreen(page, again)
    }
}
