package dev.parley.loadtests.drill;

import dev.parley.loadtests.drill.Incident.Pause;
import dev.parley.loadtests.server.Fleet;
import java.util.Set;

/**
 * Has something happen to the nodes while people talk, and tells what became of the messages and of the people. A node that is
 * starved of CPU answers its health checks late, and then shares and silences tell of the machine: leave it alone meanwhile.
 */
public final class Drill {

    private Drill() {}

    /** Returns when all is over and every process has ended. */
    public static Outcome run(Incident incident, DrillSettings settings) throws Exception {
        try (Fleet fleet = Fleet.start(settings.fleet());
                Crowd crowd = Crowd.gather(settings, fleet);
                ConnectionWatch watch = ConnectionWatch.start(fleet)) {
            Pause pause = () -> Thread.sleep(settings.calm().toMillis());
            crowd.talk();
            pause.calm();
            incident.happen(fleet, pause);
            pause.calm();
            crowd.allIsWell();
            pause.calm();
            crowd.fallSilent();
            Set<String> acknowledged =
                    crowd.onLoop(() -> crowd.ledger().acknowledged().keySet());
            long seenUnasked = crowd.onLoop(() -> crowd.ledger().seenOf(acknowledged));
            crowd.askForTheLast();
            Archive archive = Archive.read(fleet.plan(0), crowd.chats());
            return new Outcome(
                    incident,
                    settings,
                    acknowledged.size(),
                    archive.storedOf(acknowledged),
                    crowd.onLoop(() -> crowd.ledger().seenOf(acknowledged)),
                    seenUnasked,
                    crowd.onLoop(() -> crowd.ledger().afterwards()),
                    archive.repeated(),
                    archive.holes(),
                    archive.beyond(acknowledged),
                    watch.most() / settings.shareOfOneNode(),
                    crowd.onLoop(() -> crowd.ledger().counts()),
                    watch.timeline());
        }
    }
}
