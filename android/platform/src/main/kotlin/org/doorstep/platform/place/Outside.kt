package org.doorstep.platform.place

import android.content.Intent
import android.net.Uri
import org.doorstep.Coordinate
import org.doorstep.Datum
import org.doorstep.platform.Errands

/**
 * What other apps of the phone do for a worker on the way: the dialler and the map. Neither is told about whom. Answers
 * whether there is one.
 */
class Outside(private val errands: Errands) {
    /** The number is shown and not called, so that no permission is asked for. */
    fun dial(number: String): Boolean =
        errands.hand(Intent(Intent.ACTION_DIAL, Uri.fromParts("tel", number, null)))

    /**
     * The maps that most phones there have, by the addresses that they publish, since they take a datum; whatever
     * other map there is, by an address that knows WGS-84 alone.
     */
    fun showTheWay(place: Coordinate): Boolean =
        addresses(place).map(Uri::parse).any { errands.hand(Intent(Intent.ACTION_VIEW, it)) }

    companion object {
        internal fun addresses(place: Coordinate): List<String> {
            val at = "${place.lat},${place.lon}"
            val amap = "androidamap://viewMap?sourceApplication=doorstep&poiname=*" +
                "&lat=${place.lat}&lon=${place.lon}&dev="
            val baidu = "baidumap://map/marker?location=$at&title=*&content=*&src=doorstep&coord_type="
            return when (place.datum) {
                // CGCS2000 is taken as equal to WGS-84.
                Datum.WGS84, Datum.CGCS2000 -> listOf("${amap}1", "${baidu}wgs84", "geo:$at?q=$at")
                Datum.GCJ02 -> listOf("${amap}0", "${baidu}gcj02")
                Datum.BD09 -> listOf("${baidu}bd09ll")
            }
        }
    }
}
