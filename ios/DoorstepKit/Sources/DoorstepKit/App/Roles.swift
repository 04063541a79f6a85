extension Doorstep {
    /// Whose phone this is; none before enrolment.
    func role() throws -> StaffRole? { try identity()?.staff.role }
}

// The two below stand here until the core tells them of a role.

extension StaffRole {
    /// Whether such a phone gets tickets in place of what duties derive from.
    var holdsTickets: Bool {
        switch self {
        case .volunteer: true
        case .socialWorker, .communityWorker, .childDirector, .childSupervisor, .gridWorker, .official, .supervisor:
            false
        }
    }

    /// Whether such a worker settles what visits claim and sees what was remarked on them.
    var reviews: Bool {
        switch self {
        case .official, .supervisor: true
        case .socialWorker, .communityWorker, .volunteer, .childDirector, .childSupervisor, .gridWorker: false
        }
    }
}
