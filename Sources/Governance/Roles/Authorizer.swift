/// Decides who may do what in the control plane, from the table of ``AdminRoute`` alone.
///
/// An object beyond somebody's reach is hidden, not forbidden: ids cannot be tried out. Whoever changes an object asks
/// twice, with the object as it is and as it is to become, so that nothing is moved out of or into somebody's reach.
public enum Authorizer {
    /// The members of a key that somebody with the reach ``Reach/own`` may change: what restricts the key is not theirs
    /// to lift.
    public static let ownKeyMembers: Set<String> = ["name", "description", "metadata"]

    /// Decides.
    /// - Parameters:
    ///   - actor: who asks; `nil` for somebody who has not signed in.
    ///   - route: what they ask for.
    ///   - object: what it concerns; `nil` for lists, which are to be cut down to the visibility that is returned, and for
    ///     what concerns the whole gateway.
    public static func decide(
        _ actor: Actor?,
        _ route: AdminRoute,
        on object: AdminObject? = nil
    ) -> AuthorizationDecision {
        switch route.access {
        case .open: return .allow(.all)
        case .signedIn: return actor.map { .allow(.owner($0.id)) } ?? .forbidden
        case .granted(let permission):
            guard let actor else { return .forbidden }
            return decide(actor, permission[actor.role], isChanging: route.isChanging, object)
        }
    }

    /// Whether somebody may make, change or delete users of a role, or give the role to somebody.
    public static func mayManage(_ actor: Actor, _ role: Role) -> Bool {
        switch actor.role {
        case .owner: true
        case .admin: role != .owner && role != .admin
        case .teamAdmin: role == .member || role == .viewer
        case .auditor, .member, .viewer: false
        }
    }

    private static func decide(
        _ actor: Actor,
        _ reach: Reach,
        isChanging: Bool,
        _ object: AdminObject?
    ) -> AuthorizationDecision {
        let visibility: Visibility
        switch reach {
        case .none: return .forbidden
        case .own: visibility = .owner(actor.id)
        case .team: visibility = .teams(actor.teams, owner: actor.id)
        case .all: visibility = .all
        }
        guard let object else { return .allow(visibility) }
        guard isWithin(reach, of: actor, object, isChanging: isChanging) else {
            return object.isNew ? .forbidden : .hidden
        }
        if isChanging, let role = object.role, !mayManage(actor, role) { return .forbidden }
        return .allow(visibility)
    }

    private static func isWithin(_ reach: Reach, of actor: Actor, _ object: AdminObject, isChanging: Bool) -> Bool {
        let isOwn = object.owner == actor.id
        let isInTeams = !object.teams.isEmpty && object.teams.isSubset(of: actor.teams)
        switch reach {
        case .none: return false
        case .all: return true
        case .team:
            // A person of several teams is seen by each of them and changed only by somebody of all of them.
            if isChanging || object.isNew { return isInTeams }
            return isOwn || !object.teams.isDisjoint(with: actor.teams)
        case .own:
            // What was made in a team that the person has left is not theirs to change any more.
            if isChanging || object.isNew { return isOwn && isInTeams }
            return isOwn
        }
    }
}
