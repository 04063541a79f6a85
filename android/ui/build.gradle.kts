plugins {
    alias(libs.plugins.android.library)
    alias(libs.plugins.kotlin.compose)
    id("doorstep.android")
}

android {
    namespace = "org.doorstep.ui"
    // Its tests draw with Compose's desktop artefacts: Maven runs them.
    sourceSets.named("test") { kotlin.setSrcDirs(emptyList<String>()) }
}

dependencies {
    api(project(":core"))
    api(platform(libs.compose.bom))
    api(libs.compose.runtime)
    api(libs.compose.ui)
    api(libs.compose.foundation)
    api(libs.compose.material3)
    implementation(libs.coroutines.android)
}
