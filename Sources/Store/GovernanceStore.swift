/// Everything that governance keeps, behind one door.
///
/// ``SQLiteStore`` keeps it in a data folder, ``MemoryStore`` as long as the process lives. Whatever else comes passes the
/// same conformance suite.
public protocol GovernanceStore: IdentityStore, SessionStore, BudgetStateStore, AlertStore, AuditStore, SettingStore {}
