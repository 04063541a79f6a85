import Foundation

/// The maps that most phones in China have, by the addresses that they publish for other apps: they take a datum. They
/// are told a place, and not about whom.
public enum MapApps {
    /// What to open, the first that opens. Apple's own map takes no datum and shows a place of WGS-84 half a kilometre off,
    /// so it is not among them.
    public static func addresses(of place: Coordinate) -> [URL] {
        let amap = "iosamap://viewMap?sourceApplication=doorstep&poiname=*&lat=\(place.lat)&lon=\(place.lon)&dev="
        let baidu =
            "baidumap://map/marker?location=\(place.lat),\(place.lon)&title=*&content=*&src=doorstep&coord_type="
        let addresses =
            switch place.datum {
            // CGCS2000 is taken as equal to WGS-84.
            case .wgs84, .cgcs2000: [amap + "1", baidu + "wgs84"]
            case .gcj02: [amap + "0", baidu + "gcj02"]
            case .bd09: [baidu + "bd09ll"]
            }
        return addresses.compactMap { URL(string: $0) }
    }
}
