plugins {
    alias(libs.plugins.android.library)
    alias(libs.plugins.kotlin.compose)
    id("doorstep.android")
}

android {
    namespace = "org.doorstep.platform"
    // Its tests load the desktop's library of the core: Maven runs them.
    sourceSets.named("test") { kotlin.setSrcDirs(emptyList<String>()) }
}

dependencies {
    api(project(":ui"))
    implementation(libs.zxing)
}
