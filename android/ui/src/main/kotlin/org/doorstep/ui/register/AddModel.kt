package org.doorstep.ui.register

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import org.doorstep.Area
import org.doorstep.Coordinate
import org.doorstep.Doorstep
import org.doorstep.EntryField
import org.doorstep.GridLine
import org.doorstep.HouseholdId
import org.doorstep.ScreenWord
import org.doorstep.Typed
import org.doorstep.Words
import org.doorstep.ui.Answer
import org.doorstep.ui.CoreThread
import org.doorstep.ui.Form
import org.doorstep.ui.Page
import org.doorstep.ui.Platform
import org.doorstep.ui.Slot
import org.doorstep.ui.Typing
import org.doorstep.ui.grids
import org.doorstep.ui.value
import org.doorstep.ui.words

/** What is asked of whom no list has. */
data class Asked(val fields: List<EntryField>, val grids: List<GridLine>)

/** A person who lives in `household` and is on no list, or a home that is on none; `added` is called with the home. */
class AddModel(
    private val core: CoreThread,
    private val platform: Platform,
    private val household: HouseholdId?,
    private val added: (HouseholdId) -> Unit,
) : Page {
    /** Nothing: what is typed here is newer than what the core holds. */
    override val shows = emptySet<Area>()

    val isHome = household == null

    var asked: Answer<Asked> by mutableStateOf(Answer.Awaited)
        private set

    var typed by mutableStateOf(emptyMap<EntryField, String>())
        private set

    /** Where the home lies; the only one of this phone without being asked. */
    var grid: GridLine? by mutableStateOf(null)
        private set

    /** Where the phone is, once it was said that the home is there. */
    var place: Coordinate? by mutableStateOf(null)
        private set

    var isLocating by mutableStateOf(false)
        private set

    var isBusy by mutableStateOf(false)
        private set

    /** What stands in the way, in the core's words. */
    var problem: Words? by mutableStateOf(null)
        private set

    private val form = if (household == null) Form.ADD_HOME else Form.ADD_PERSON
    private val typing = Typing(core, form, household) { problem = it }

    val maySave get() = !isBusy && (!isHome || grid != null)

    override fun read() {
        core.ask({ it.asked() }) {
            asked = it
            if (grid == null) grid = it.value?.grids?.singleOrNull()
        }
        typing.read { left ->
            typed = EntryField.entries.mapNotNull { field -> left[field.name]?.let { field to it } }.toMap() + typed
            if (grid == null) grid = asked.value?.grids?.find { it.grid == left[Slot.GRID.name] }
        }
    }

    /** Whether all that was typed is to be given up, which is asked first. */
    var isGivingUp by mutableStateOf(false)
        private set

    /** One stray step back takes nothing. */
    override fun back(): Boolean {
        if (typed.values.all { it.isBlank() }) return false.also { typing.clear() }
        isGivingUp = !isGivingUp
        return true
    }

    fun goOn() {
        isGivingUp = false
    }

    /** Nothing is left to ask about. */
    fun giveUp() {
        typed = emptyMap()
        typing.clear()
    }

    fun type(field: EntryField, text: String) {
        typed = typed + (field to text)
        problem = null
        typing.keep(field.name, text)
    }

    fun choose(grid: GridLine) {
        this.grid = grid
        typing.keep(Slot.GRID.name, grid.grid)
    }

    fun homeIsHere(isSo: Boolean) {
        place = null
        if (!isSo || isLocating) return
        isLocating = true
        platform.locate { reading ->
            core.ask({ reading?.let(it.visits()::fix) }) { answer ->
                isLocating = false
                place = answer.value?.fix?.at
                problem = (answer.value?.fault ?: ScreenWord.NO_PLACE_FOR_HOME.words).takeIf { place == null }
            }
        }
    }

    fun save() {
        if (!maySave) return
        isBusy = true
        problem = null
        val (typed, place) = typed.map { (field, text) -> Typed(field, text) } to place
        core.ask({ it.add(typed, place) }) { answer ->
            isBusy = false
            problem = (answer as? Answer.Failed)?.words
            answer.value?.let {
                typing.clear()
                added(it)
            }
        }
    }

    private fun Doorstep.asked() = register().run {
        if (isHome) Asked(newHouseholdFields(), ownGrids()) else Asked(newResidentFields(), emptyList())
    }

    /** To which home it leads. */
    private fun Doorstep.add(typed: List<Typed>, place: Coordinate?): HouseholdId? = when (household) {
        null -> grid?.let { register().addTypedHousehold(it.grid, typed, place) }
        else -> household.also { register().addTypedResident(it, typed) }
    }
}
