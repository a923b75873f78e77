package seawall.simulation.world;

/// What may go wrong in a world, each as once in so many chances (0 = never). Which faults a world knows is drawn from
/// its seed: a world with few kinds of fault drives each of them further than one that has all of them at once.
///
/// @param lostMessage      a message between two processes is lost
/// @param repeatedMessage  it arrives twice
/// @param lateMessage      it takes a hundred times as long
/// @param memberCrash      a member dies, per member and 100 ms
/// @param memberPause      a member stands still for up to two seconds, per member and 100 ms
/// @param partition        a member is cut off for up to three seconds, per member and 100 ms
/// @param lostJournalTail  a member that died had not recorded its latest parts of the journal
/// @param snapshot         a member takes a snapshot, per member and 100 ms
/// @param gatewayCrash     a gateway dies, per gateway and 100 ms
/// @param slowReader       a gateway stops reading for up to three seconds, per gateway and 100 ms
/// @param otherMember      a gateway moves to another member's journal, per gateway and 100 ms
/// @param refusedSend      the network takes no message now
/// @param clockJump        the clock of a process jumps by up to a second, per process and 100 ms
record Weather(
        int lostMessage,
        int repeatedMessage,
        int lateMessage,
        int memberCrash,
        int memberPause,
        int partition,
        int lostJournalTail,
        int snapshot,
        int gatewayCrash,
        int slowReader,
        int otherMember,
        int refusedSend,
        int clockJump) {
    static final Weather CALM = new Weather(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    static Weather of(Chance chance) {
        return new Weather(
                perhaps(chance, 5, 200),
                perhaps(chance, 10, 200),
                perhaps(chance, 10, 200),
                perhaps(chance, 50, 600),
                perhaps(chance, 50, 600),
                perhaps(chance, 50, 600),
                perhaps(chance, 1, 3),
                perhaps(chance, 5, 100),
                perhaps(chance, 40, 400),
                perhaps(chance, 20, 400),
                perhaps(chance, 20, 400),
                perhaps(chance, 5, 50),
                perhaps(chance, 20, 400));
    }

    /// Two worlds in three have a fault, at a rate of their own.
    private static int perhaps(Chance chance, int least, int most) {
        int rate = (int) chance.between(least, most);
        return chance.oneIn(3) ? 0 : rate;
    }
}
