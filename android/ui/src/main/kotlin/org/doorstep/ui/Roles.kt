package org.doorstep.ui

import org.doorstep.Doorstep
import org.doorstep.StaffRole

/** Whose phone this is; none before enrolment. */
internal fun Doorstep.role() = identity()?.staff?.role

// The two below stand here until the core tells them of a role.

/** Whether such a phone gets tickets in place of what duties derive from. */
internal val StaffRole.holdsTickets
    get() = when (this) {
        StaffRole.VOLUNTEER -> true
        StaffRole.SOCIAL_WORKER, StaffRole.COMMUNITY_WORKER, StaffRole.CHILD_DIRECTOR, StaffRole.CHILD_SUPERVISOR,
        StaffRole.GRID_WORKER, StaffRole.OFFICIAL, StaffRole.SUPERVISOR -> false
    }

/** Whether such a worker settles what visits claim and sees what was remarked on them. */
internal val StaffRole.reviews
    get() = when (this) {
        StaffRole.OFFICIAL, StaffRole.SUPERVISOR -> true
        StaffRole.SOCIAL_WORKER, StaffRole.COMMUNITY_WORKER, StaffRole.VOLUNTEER, StaffRole.CHILD_DIRECTOR,
        StaffRole.CHILD_SUPERVISOR, StaffRole.GRID_WORKER -> false
    }
