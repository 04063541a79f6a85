// The core and its generated Kotlin, as `cargo xtask package android` leaves them.
plugins {
    alias(libs.plugins.android.library)
    id("doorstep.android")
}

android { namespace = "org.doorstep.core" }

dependencies {
    api(variantOf(libs.doorstep) { artifactType("aar") })
    api(variantOf(libs.jna) { artifactType("aar") })
}
