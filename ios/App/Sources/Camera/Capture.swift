#if canImport(AVFoundation) && canImport(UIKit)
import AVFoundation
import SwiftUI
import UIKit

/// What a camera sees.
struct Finder: UIViewRepresentable {
    let session: AVCaptureSession

    final class Preview: UIView {
        override class var layerClass: AnyClass { AVCaptureVideoPreviewLayer.self }
    }

    func makeUIView(context: Context) -> Preview {
        let view = Preview()
        guard let layer = view.layer as? AVCaptureVideoPreviewLayer else { return view }
        layer.session = session
        layer.videoGravity = .resizeAspectFill
        return view
    }

    func updateUIView(_ view: Preview, context: Context) {}
}

/// Asks for the camera the first time. All that follows happens on `queue`, since starting a session takes a while.
private func withCamera(
    on queue: DispatchQueue, refused: @escaping @Sendable () -> Void = {}, _ work: @escaping @Sendable () -> Void
) {
    AVCaptureDevice.requestAccess(for: .video) { isAllowed in
        queue.async { isAllowed ? work() : refused() }
    }
}

/// The one at the back.
private func addCamera(to session: AVCaptureSession) {
    guard let camera = AVCaptureDevice.default(.builtInWideAngleCamera, for: .video, position: .back),
        let input = try? AVCaptureDeviceInput(device: camera), session.canAddInput(input)
    else { return }
    session.addInput(input)
}

/// Takes one picture at a time, as a JPEG: the core reads that itself, and what it hashes is the file as the camera made
/// it.
final class Shutter: NSObject, @unchecked Sendable {
    typealias Taken = @MainActor @Sendable (Bool) -> Void

    let session = AVCaptureSession()
    private let output = AVCapturePhotoOutput()
    private let queue = DispatchQueue(label: "doorstep.camera", qos: .userInitiated)
    private var isReady = false
    private var file: URL?
    private var taken: Taken?

    func open() {
        withCamera(on: queue) { [self] in
            if !isReady {
                session.beginConfiguration()
                session.sessionPreset = .photo
                addCamera(to: session)
                if session.canAddOutput(output) { session.addOutput(output) }
                session.commitConfiguration()
                isReady = true
            }
            session.startRunning()
        }
    }

    func close() {
        queue.async { [self] in session.stopRunning() }
    }

    func take(to file: URL, taken: @escaping Taken) {
        queue.async { [self] in
            // The one before is still at work: its file is its own.
            guard self.taken == nil else { return tell(false, taken) }
            guard output.connection(with: .video)?.isActive == true else { return tell(false, taken) }
            self.file = file
            self.taken = taken
            let format = [AVVideoCodecKey: AVVideoCodecType.jpeg]
            output.capturePhoto(with: AVCapturePhotoSettings(format: format), delegate: self)
        }
    }

    private func tell(_ isTaken: Bool, _ taken: @escaping Taken) {
        Task { @MainActor in taken(isTaken) }
    }
}

extension Shutter: AVCapturePhotoCaptureDelegate {
    func photoOutput(_ output: AVCapturePhotoOutput, didFinishProcessingPhoto photo: AVCapturePhoto, error: (any Error)?) {
        let bytes = error == nil ? photo.fileDataRepresentation() : nil
        queue.async { [self] in
            guard let file, let taken else { return }
            (self.file, self.taken) = (nil, nil)
            guard let bytes else { return tell(false, taken) }
            let isWritten = (try? bytes.write(to: file, options: .completeFileProtection)) != nil
            tell(isWritten, taken)
        }
    }
}

/// Reads QR codes.
final class CodeScanner: NSObject, @unchecked Sendable {
    typealias Read = @MainActor @Sendable (String) -> Void

    let session = AVCaptureSession()
    private let output = AVCaptureMetadataOutput()
    private let queue = DispatchQueue(label: "doorstep.code", qos: .userInitiated)
    private var isReady = false
    private var read: Read?
    /// What was read last is told once, so that the camera can stay on it.
    private var last: String?

    func open(_ read: @escaping Read, refused: @escaping @MainActor @Sendable () -> Void) {
        withCamera(on: queue, refused: { Task { @MainActor in refused() } }) { [self] in
            (self.read, last) = (read, nil)
            if !isReady {
                session.beginConfiguration()
                addCamera(to: session)
                if session.canAddOutput(output) {
                    session.addOutput(output)
                    output.setMetadataObjectsDelegate(self, queue: queue)
                    output.metadataObjectTypes = output.availableMetadataObjectTypes.filter { $0 == .qr }
                }
                session.commitConfiguration()
                isReady = true
            }
            session.startRunning()
        }
    }

    func close() {
        queue.async { [self] in
            read = nil
            session.stopRunning()
        }
    }
}

extension CodeScanner: AVCaptureMetadataOutputObjectsDelegate {
    func metadataOutput(
        _ output: AVCaptureMetadataOutput, didOutput objects: [AVMetadataObject], from connection: AVCaptureConnection
    ) {
        guard let code = objects.first as? AVMetadataMachineReadableCodeObject, let text = code.stringValue,
            let read, text != last
        else { return }
        last = text
        Task { @MainActor in read(text) }
    }
}
#endif
