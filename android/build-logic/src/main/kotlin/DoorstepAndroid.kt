import com.android.build.api.dsl.ApplicationExtension
import com.android.build.api.dsl.CommonExtension
import com.android.build.api.dsl.LibraryExtension
import org.gradle.api.JavaVersion
import org.gradle.api.Plugin
import org.gradle.api.Project
import org.gradle.api.artifacts.VersionCatalog
import org.gradle.api.artifacts.VersionCatalogsExtension
import org.gradle.kotlin.dsl.configure
import org.gradle.kotlin.dsl.getByType
import org.jetbrains.kotlin.gradle.dsl.JvmTarget
import org.jetbrains.kotlin.gradle.dsl.KotlinAndroidProjectExtension

/** What every module for Android shares: levels, Java 17, lint. It goes with either of Android's plug-ins. */
class DoorstepAndroid : Plugin<Project> {
    override fun apply(project: Project) = with(project) {
        val libs = extensions.getByType<VersionCatalogsExtension>().named("libs")
        pluginManager.apply("org.jetbrains.kotlin.android")
        pluginManager.withPlugin("com.android.application") {
            configure<ApplicationExtension> {
                shared(libs)
                defaultConfig.targetSdk = libs.level("targetSdk")
            }
        }
        pluginManager.withPlugin("com.android.library") {
            configure<LibraryExtension> { shared(libs) }
        }
        configure<KotlinAndroidProjectExtension> {
            compilerOptions { jvmTarget.set(JvmTarget.JVM_17) }
        }
    }

    private fun CommonExtension<*, *, *, *, *, *>.shared(libs: VersionCatalog) {
        compileSdk = libs.level("compileSdk")
        defaultConfig.minSdk = libs.level("minSdk")
        compileOptions {
            sourceCompatibility = JavaVersion.VERSION_17
            targetCompatibility = JavaVersion.VERSION_17
        }
        lint {
            abortOnError = true
            // Versions are raised on purpose, not because there are newer ones.
            disable += setOf("GradleDependency", "AndroidGradlePluginVersion", "NewerVersionAvailable", "OldTargetApi")
        }
    }

    private fun VersionCatalog.level(name: String) = findVersion(name).get().requiredVersion.toInt()
}
