extension Doorstep {
    /// Which screens the worker of this phone needs; none before enrolment.
    func screens() throws -> RoleScreens? { try identity()?.screens }
}
