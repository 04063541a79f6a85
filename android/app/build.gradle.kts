plugins {
    alias(libs.plugins.android.application)
    alias(libs.plugins.kotlin.compose)
    id("doorstep.android")
}

android {
    namespace = "org.doorstep.app"
    defaultConfig {
        applicationId = "org.doorstep.app"
        versionCode = 1
        versionName = libs.versions.doorstep.get()
        // The ABIs of the core.
        ndk.abiFilters += listOf("arm64-v8a", "armeabi-v7a", "x86_64")
    }
    // The languages of the screens.
    androidResources.localeFilters += listOf("zh", "en")
    buildTypes.named("release") {
        isMinifyEnabled = true
        isShrinkResources = true
        // What JNA and the generated Kotlin need is kept by the core's own rules.
        proguardFiles(getDefaultProguardFile("proguard-android-optimize.txt"))
    }
    // Its tests stand on Maven's stand-ins for AndroidX.
    sourceSets.named("test") { kotlin.setSrcDirs(emptyList<String>()) }
    dependenciesInfo.includeInApk = false
}

dependencies {
    implementation(project(":platform"))
    implementation(libs.activity.compose)
}
