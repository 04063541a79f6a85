package org.doorstep.platform

import android.app.Activity
import android.content.ActivityNotFoundException
import android.content.Intent
import android.content.pm.PackageManager

/**
 * What only the activity in front can have done: another app opened for an answer, the worker asked for a permission.
 * Who waits for an answer is kept here, so that an activity that the system made anew meanwhile brings it too. On the
 * main thread.
 */
class Errands(
    /** An answer that nobody waits for: whoever did ended with an earlier process. */
    private val forgotten: () -> Unit = {},
) {
    private var front: Activity? = null
    private val waiting = mutableMapOf<Int, (Boolean) -> Unit>()
    private var last = 0

    fun inFront(activity: Activity) {
        front = activity
    }

    fun gone(activity: Activity) {
        if (front === activity) front = null
    }

    /** Opens another app and tells whether it did what it was asked for. Answers false where there is none. */
    fun send(intent: Intent, told: (Boolean) -> Unit): Boolean {
        val activity = front ?: return false
        val errand = await(told)
        return try {
            @Suppress("DEPRECATION") // its successor belongs to androidx
            activity.startActivityForResult(intent, errand)
            true
        } catch (_: ActivityNotFoundException) {
            waiting.remove(errand)
            false
        }
    }

    /** Opens another app that answers nothing. Answers false where there is none. */
    fun hand(intent: Intent): Boolean {
        val activity = front ?: return false
        return try {
            activity.startActivity(intent)
            true
        } catch (_: ActivityNotFoundException) {
            false
        }
    }

    fun ask(permissions: List<String>, told: () -> Unit) {
        val activity = front ?: return told()
        activity.requestPermissions(permissions.toTypedArray(), await { told() })
    }

    /** The activity's `onActivityResult`. */
    fun back(errand: Int, result: Int) = end(errand, result == Activity.RESULT_OK)

    /** The activity's `onRequestPermissionsResult`. */
    fun back(errand: Int, grants: IntArray) =
        end(errand, grants.any { it == PackageManager.PERMISSION_GRANTED })

    private fun await(told: (Boolean) -> Unit): Int {
        // What androidx asks for itself lies above 16 bits.
        last = (last + 1) and 0x7fff
        waiting[last] = told
        return last
    }

    private fun end(errand: Int, isDone: Boolean) = waiting.remove(errand)?.invoke(isDone) ?: forgotten()
}
