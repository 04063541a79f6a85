import Foundation

/// Whether a picture in clear is no more.
func isGone(_ path: String) -> Bool {
    try? FileManager.default.removeItem(atPath: path)
    return !FileManager.default.fileExists(atPath: path)
}

/// The camera left what is no picture.
private struct NoPicture: Error {}

extension Platform {
    func see(written strokes: [Stroke]) throws -> PhotoModel.Seen {
        guard let path = signature(strokes) else { throw NoPicture() }
        return try see(path)
    }

    /// What cannot be seen is not kept.
    func see(_ path: String) throws -> PhotoModel.Seen {
        do {
            guard let picture = picture(at: path) else { throw NoPicture() }
            return PhotoModel.Seen(path: path, picture: picture, at: now(), hidden: try faces(in: path))
        } catch {
            _ = isGone(path)
            throw error
        }
    }
}

extension Doorstep {
    func photos(_ visit: VisitTo) throws -> PhotoModel.Shown {
        let draft = try inProgress(visit)
        let choices = try visits().choices(draft: draft.id)
        return PhotoModel.Shown(
            draft: draft.id, photoReasons: choices.photoReasons, signatureReasons: choices.signatureReasons,
            choices: choices.photos,
            taken: try draft.photos.filter { $0.kind != .voice }.map { try taken($0, draft.id) })
    }

    private func taken(_ photo: DraftPhotoView, _ draft: DraftId) throws -> PhotoModel.Taken {
        let when = try wordsOfTime(at: photo.capturedAt)
        let what = line(photo.kind.label(), asIs(photo.reason), photo.consent.label(), when)
        return PhotoModel.Taken(id: photo.id, what: what, small: try? photos().thumbnail(draft: draft, photo: photo.id))
    }

    func noteRefusal(_ visit: VisitTo) throws {
        var draft = try inProgress(visit)
        guard !draft.photoRefused else { return }
        draft.photoRefused = true
        try visits().save(draft: draft)
    }

    /// Whether nothing of the picture is left in clear.
    func seal(_ seen: PhotoModel.Seen, _ how: PhotoDraft, _ visit: VisitTo) throws -> Bool {
        let draft = try inProgress(visit).id
        let taken =
            seen.picture.isForeign
            ? try photos().takeDecoded(draft: draft, path: seen.path, pixels: seen.picture.pixels, how: how)
            : try photos().take(draft: draft, path: seen.path, how: how)
        return !taken.plainFileRemains || isGone(seen.path)
    }

    /// Time, grid and worker as the phone draws them, or the time alone as the core does.
    func stamp(_ household: HouseholdId, _ at: Date, _ platform: any Platform) throws -> PhotoStamp {
        let grid = try register().household(id: household).grid
        let place = try responsibilityList().ofGrid(grid: grid).first?.gridName
        let words = StampWords(taken: at, place: place, worker: try identity()?.staff.name)
        if let look = platform.stamp(try photos().stampLines(words: words)) { return PhotoStamp(words: words, look: look) }
        return PhotoStamp(words: StampWords(taken: at), look: .smallFont)
    }
}
