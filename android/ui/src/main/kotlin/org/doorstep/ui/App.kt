package org.doorstep.ui

import androidx.compose.runtime.Composable
import org.doorstep.ui.outbox.OutboxModel
import org.doorstep.ui.outbox.OutboxScreen
import org.doorstep.ui.stop.StopModel
import org.doorstep.ui.stop.StopScreen
import org.doorstep.ui.today.TodayModel
import org.doorstep.ui.today.TodayScreen
import org.doorstep.ui.visit.VisitModel
import org.doorstep.ui.visit.VisitScreen

/** The screen on top, as its worker wants it to look. */
@Composable
fun App(model: AppModel, look: Look) = DoorstepTheme(look) {
    val back: () -> Unit = { model.back() }
    when (val page = model.page) {
        is TodayModel -> TodayScreen(page, model.banners, model)
        is StopModel -> StopScreen(page, model.banners, back) { model.visit(page.household) }
        is VisitModel -> VisitScreen(page, model.banners, back)
        is OutboxModel -> OutboxScreen(page, model.banners, back)
    }
}
