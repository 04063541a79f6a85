package org.doorstep.platform

import android.app.Notification
import android.app.NotificationChannel
import android.app.NotificationManager
import android.app.PendingIntent
import android.content.Context
import android.content.Intent
import android.content.pm.PackageManager

/**
 * One notice, that the app wants to be opened, and nothing else: neither why nor about whom. What it is about stands
 * in the app, behind its lock.
 */
class Notices(private val context: Context) {
    private val manager = context.getSystemService(NotificationManager::class.java)

    /** Whether the worker lets the app show it. */
    val areAllowed get() = manager.areNotificationsEnabled()

    fun show() {
        val name = context.applicationInfo.loadLabel(context.packageManager)
        // Quiet: it is about records that wait, which are safe.
        val channel = NotificationChannel(CHANNEL, name, NotificationManager.IMPORTANCE_LOW)
        channel.lockscreenVisibility = Notification.VISIBILITY_SECRET
        manager.createNotificationChannel(channel)
        val notice = Notification.Builder(context, CHANNEL)
            .setSmallIcon(icon())
            .setContentTitle(name)
            .setVisibility(Notification.VISIBILITY_SECRET)
            .setLocalOnly(true)
            .setShowWhen(false)
            .setOnlyAlertOnce(true)
            .setAutoCancel(true)
            .setContentIntent(opening())
            .build()
        manager.notify(ONLY, notice)
    }

    fun clear() = manager.cancel(ONLY)

    /** The manifest names one in a single colour. */
    private fun icon(): Int {
        val app = context.packageManager.getApplicationInfo(context.packageName, PackageManager.GET_META_DATA)
        return app.metaData?.getInt(ICON)?.takeIf { it != 0 } ?: android.R.drawable.stat_notify_sync
    }

    private fun opening(): PendingIntent? {
        val intent = context.packageManager.getLaunchIntentForPackage(context.packageName) ?: return null
        intent.addFlags(Intent.FLAG_ACTIVITY_NEW_TASK)
        return PendingIntent.getActivity(context, 0, intent, PendingIntent.FLAG_IMMUTABLE)
    }

    companion object {
        private const val CHANNEL = "doorstep"
        private const val ONLY = 1
        private const val ICON = "org.doorstep.notice"
    }
}
