public import Inventory

/// What happens on the way, for who watches.
public enum ReachEvent: Sendable {
    /// The VPC's hosts are reached through this bastion.
    case through(vpc: String, bastion: HostPort)
    case reached(Machine)
    /// Over a session that another process keeps.
    case lent(Machine)
    /// That one was lost before anything was begun over it.
    case lentInVain(Machine)
    /// A login was dropped; the next one comes after so long.
    case retrying(Machine, Unreached.Reason, after: Duration)
    case unreached(Unreached)
    /// A bastion was given up for the next one.
    case passedOver(Unreached)
}
