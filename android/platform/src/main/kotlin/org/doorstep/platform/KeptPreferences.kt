package org.doorstep.platform

import android.content.Context
import org.doorstep.ui.Language
import org.doorstep.ui.Preferences

/** Where a worker's choices lie between two starts of the app. */
class KeptPreferences(context: Context, worker: String) {
    private val kept = context.getSharedPreferences(worker, Context.MODE_PRIVATE)

    /** What was kept; for what was not, or cannot be read, what stands at the beginning. */
    fun read(): Preferences {
        val first = Preferences()
        return Preferences(
            Language.entries.find { it.name == kept.getString(LANGUAGE, null) } ?: first.language,
            kept.getInt(MAIN_TEXT, first.mainText).coerceIn(SIZES),
            kept.getBoolean(PHOTOS_MAY_COST, first.photosMayCost),
            kept.getBoolean(STAMPS_PHOTOS, first.stampsPhotos),
        )
    }

    fun keep(preferences: Preferences) = kept.edit()
        .putString(LANGUAGE, preferences.language.name)
        .putInt(MAIN_TEXT, preferences.mainText)
        .putBoolean(PHOTOS_MAY_COST, preferences.photosMayCost)
        .putBoolean(STAMPS_PHOTOS, preferences.stampsPhotos)
        .apply()

    fun forget() = kept.edit().clear().apply()

    private companion object {
        const val LANGUAGE = "language"
        const val MAIN_TEXT = "main text"
        const val PHOTOS_MAY_COST = "photos may cost"
        const val STAMPS_PHOTOS = "stamps photos"
        val SIZES = 18..30
    }
}
