package org.doorstep.ui

import org.doorstep.Doorstep

/** Which screens the worker of this phone needs; none before enrolment. */
internal fun Doorstep.screens() = identity()?.screens
