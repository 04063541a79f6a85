#if canImport(Network) && canImport(UIKit)
import Network
import UIKit

/// Network and battery, as far as they decide what may be sent.
@MainActor
public final class Surroundings {
    private let monitor = NWPathMonitor()
    private let tell: @MainActor (HostStatus) -> Void
    private var network = DoorstepKit.Network.offline
    private var photosMayCost: Bool

    public init(photosMayCost: Bool, tell: @escaping @MainActor (HostStatus) -> Void) {
        self.photosMayCost = photosMayCost
        self.tell = tell
        UIDevice.current.isBatteryMonitoringEnabled = true
        monitor.pathUpdateHandler = { [weak self] path in
            let network = DoorstepKit.Network(path)
            Task { @MainActor in
                self?.network = network
                self?.changed()
            }
        }
        monitor.start(queue: DispatchQueue(label: "doorstep.network", qos: .utility))
    }

    deinit { monitor.cancel() }

    public func chosen(photosMayCost: Bool) {
        self.photosMayCost = photosMayCost
        changed()
    }

    /// Tells how things are.
    public func changed() {
        let device = UIDevice.current
        // A simulator knows no battery.
        let percent = device.batteryLevel < 0 ? 100 : device.batteryLevel * 100
        tell(
            HostStatus(
                network: network,
                batteryPercent: UInt8(percent),
                isCharging: device.batteryState == .charging || device.batteryState == .full,
                photosMayCost: photosMayCost
            ))
    }
}

extension DoorstepKit.Network {
    fileprivate init(_ path: NWPath) {
        switch path.status {
        case .satisfied: self = path.isExpensive || path.isConstrained ? .metered : .unmetered
        default: self = .offline
        }
    }
}
#endif
