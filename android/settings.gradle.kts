// The real app: `./gradlew :app:assembleRelease` with Android's SDK. Maven's files beside these test what needs none.
pluginManagement {
    includeBuild("build-logic")
    repositories {
        google()
        mavenCentral()
        gradlePluginPortal()
    }
}

dependencyResolutionManagement {
    repositoriesMode = RepositoriesMode.FAIL_ON_PROJECT_REPOS
    repositories {
        google()
        mavenCentral()
        // The core for phones: `cargo xtask languages`, then `cargo xtask package android`.
        flatDir { dirs("../target/package/android") }
    }
}

rootProject.name = "doorstep"

include(":core", ":ui", ":platform", ":app")
