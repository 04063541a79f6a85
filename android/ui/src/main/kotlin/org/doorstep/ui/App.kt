package org.doorstep.ui

import androidx.compose.runtime.Composable
import androidx.compose.ui.text.font.FontFamily
import org.doorstep.ui.coverage.CoverageModel
import org.doorstep.ui.coverage.CoverageScreen
import org.doorstep.ui.coverage.GridModel
import org.doorstep.ui.coverage.GridScreen
import org.doorstep.ui.enrol.EnrolModel
import org.doorstep.ui.enrol.EnrolScreen
import org.doorstep.ui.menu.Menu
import org.doorstep.ui.menu.MenuScreen
import org.doorstep.ui.outbox.OutboxModel
import org.doorstep.ui.outbox.OutboxScreen
import org.doorstep.ui.responsibility.ResponsibilityModel
import org.doorstep.ui.responsibility.ResponsibilityScreen
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

/** The screen on top, as its worker wants it to look. The phone says whether it is dark, and lends the font. */
@Composable
fun App(model: AppModel, isDark: Boolean, font: FontFamily = FontFamily.Default) {
    val wanted = model.preferences
    DoorstepTheme(Look(wanted.language, wanted.mainText, isDark, font)) { Top(model) }
}

@Composable
private fun Top(model: AppModel) {
    val banners = model.banners
    val back: () -> Unit = { model.back() }
    when (val page = model.page) {
        is TodayModel -> TodayScreen(page, banners, model)
        is StopModel -> StopScreen(page, banners, back) { model.visit(page.household) }
        is VisitModel -> VisitScreen(page, banners, back)
        is OutboxModel -> OutboxScreen(page, banners, back)
        is Menu -> MenuScreen(banners, back, model)
        is CoverageModel -> CoverageScreen(page, banners, back) { model.grid(it, page.span) }
        is GridModel -> GridScreen(page, banners, back, model)
        is ResponsibilityModel -> ResponsibilityScreen(page, banners, back)
        is SettingsModel -> SettingsScreen(page, banners, back, model)
        is EnrolModel -> EnrolScreen(page, banners, back, model::home)
        is Gone -> GoneScreen()
    }
}
