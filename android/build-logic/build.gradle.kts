plugins { `kotlin-dsl` }

dependencies {
    compileOnly(libs.agp)
    compileOnly(libs.kotlin.gradle)
}

gradlePlugin {
    plugins.register("android") {
        id = "doorstep.android"
        implementationClass = "DoorstepAndroid"
    }
}
