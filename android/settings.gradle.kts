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
        // The core for phones, from nowhere else: `cargo xtask package android`.
        exclusiveContent {
            forRepository { flatDir { dirs("../target/package/android") } }
            filter { includeModule("org.doorstep", "doorstep") }
        }
    }
}

rootProject.name = "doorstep"

include(":core", ":ui", ":platform", ":app")
