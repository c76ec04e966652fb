//! What is done to it.

use std::process::Command;
use std::sync::OnceLock;
use std::time::Duration;

use super::World;
use super::running::Running;
use crate::daemon::get;
use crate::server::Answer;
use crate::site::wait_for;

/// A name, and what is done.
pub(super) type Deed = (&'static str, fn(&mut World));

/// The calls that a disk refuses.
const WRITES: &str =
    "write,pwrite64,fsync,fdatasync,rename,renameat,renameat2,ftruncate,mkdir,openat";

/// All that may happen.
pub(super) const DEEDS: &[Deed] = &[
    ("a file edited", |world| {
        if let Some(number) = some_file(world) {
            edit(world, number);
        }
    }),
    ("a file more", World::add_file),
    ("a file renamed", |world| {
        if let Some(number) = some_file(world) {
            let (path, _) = world.files[&number].clone();
            let new = format!("{}/{number}.md", world.dice.throw(1000));
            world.site.write(&format!("notes/{new}"), "");
            world
                .site
                .rename(&format!("notes/{path}"), &format!("notes/{new}"));
            world.files.get_mut(&number).expect("it is there").0 = new;
        }
    }),
    ("a file gone", |world| {
        if let Some(number) = some_file(world).filter(|_| world.files.len() > 4) {
            world.reader.may_miss(number);
            let (path, _) = world.files.remove(&number).expect("it is there");
            world.site.remove(&format!("notes/{path}"));
        }
    }),
    ("an entry more", |world| {
        world.add_entry();
        world.publish_upstream();
    }),
    ("an entry edited", |world| {
        let at = world.dice.throw(world.upstream.len());
        world.upstream[at].1 += 1;
        world.publish_upstream();
    }),
    ("trouble upstream", trouble_upstream),
    ("another title", |world| {
        world.titled += 1;
        world.configure();
    }),
    ("a broken configuration", |world| {
        // One that is just beginning would not begin with it.
        let address = format!("127.0.0.1:{}", world.port);
        wait_for("it serves", Duration::from_secs(30), || {
            get(&address, "/", "")
        });
        world.site.write("config.toml", "[[source]\nname = ");
        pause(world, 600);
        world.titled += 1;
        world.configure();
        if let Some(running) = &world.running {
            running.hang_up();
        }
    }),
    ("started anew", |world| {
        world.stop();
        world.start();
    }),
    ("killed", |world| {
        pause(world, 800);
        kill(world);
        world.start();
    }),
    ("killed again and again", |world| {
        for _ in 0..4 {
            kill(world);
            world.start();
            pause(world, 300);
        }
    }),
    ("killed amid a pass", |world| {
        world.stop();
        if let Some(number) = some_file(world) {
            edit(world, number);
        }
        let mut pass = world
            .site
            .command(&["build", "-q"])
            .spawn()
            .expect("it starts");
        pause(world, 150);
        let _ = pass.kill();
        let _ = pass.wait();
        world.start();
    }),
    ("the output gone", |world| {
        // Both at once leave nothing that ids could be known by.
        if world.state_lost {
            return;
        }
        let _ = std::fs::remove_dir_all(world.site.path("feeds"));
        nudge(world);
    }),
    ("an output written over", |world| {
        if world.site.path("feeds/all.rss").exists() {
            world.site.write("feeds/all.rss", "<rss/>");
        }
        nudge(world);
    }),
    ("the state damaged", |world| {
        lose_state(world);
        if let Ok(state) = std::fs::read(world.site.path("feedmill.db")) {
            let at = world.dice.throw(state.len());
            world.site.write_bytes("feedmill.db", &state[..at]);
        }
        world.start();
    }),
    ("the state lost", |world| {
        lose_state(world);
        world.site.forget_state();
        world.start();
    }),
    ("a disk that is full for a while", |world| {
        disk(world, "ENOSPC")
    }),
    ("a disk that fails for a while", |world| disk(world, "EIO")),
    ("a quota that is used up for a while", |world| {
        disk(world, "EDQUOT")
    }),
    ("nothing may be written for a while", |world| {
        disk(world, "EACCES")
    }),
];

fn some_file(world: &mut World) -> Option<u32> {
    let at = world.dice.throw(world.files.len());
    world.files.keys().nth(at).copied()
}

fn edit(world: &mut World, number: u32) {
    world.files.get_mut(&number).expect("it is there").1 += 1;
    world.write_file(number);
}

/// Up to so many milliseconds.
fn pause(world: &mut World, most: usize) {
    let pause = world.dice.throw(most) as u64;
    std::thread::sleep(Duration::from_millis(pause));
}

fn kill(world: &mut World) {
    if let Some(mut running) = world.running.take() {
        running.kill();
    }
}

/// What lies in the output folder is looked at when something is published.
fn nudge(world: &mut World) {
    if let Some(number) = some_file(world) {
        edit(world, number);
    }
}

/// The program ends, and its state will be gone; not before what it publishes is there.
fn lose_state(world: &mut World) {
    let published =
        ["rss", "atom", "json"].map(|format| world.site.path(&format!("feeds/all.{format}")));
    wait_for("all is published", Duration::from_secs(30), || {
        published.iter().all(|path| path.exists()).then_some(())
    });
    world.stop();
    world.state_lost = true;
}

fn trouble_upstream(world: &mut World) {
    let body = world.upstream_body();
    let answers = [
        Answer::status(500),
        Answer::status(404),
        Answer::new(
            "text/html",
            "<!doctype html><title>Log in</title><form></form>",
        ),
        Answer::new(
            "application/atom+xml",
            &body.as_bytes()[..world.dice.throw(body.len())],
        ),
        Answer::new("application/atom+xml", ""),
        Answer::new(
            "application/atom+xml",
            "<feed xmlns=\"http://www.w3.org/2005/Atom\"><id>urn:one</id><title>One</title></feed>",
        ),
    ];
    let at = world.dice.throw(answers.len());
    world.miss_upstream();
    world.server.set("/one", answers[at].clone());
    pause(world, 2500);
    // It is asked again in an hour, or when another process does.
    world.publish_upstream();
    world.stop();
    world.start();
}

/// From one of its calls on to another the disk refuses what is asked of it; then the program goes on, or another does.
fn disk(world: &mut World, error: &str) {
    static TRACES: OnceLock<bool> = OnceLock::new();
    let traces = TRACES.get_or_init(|| {
        let tried = Command::new("strace")
            .args(["-qq", "-o", "/dev/null", "true"])
            .output();
        tried.is_ok_and(|tried| tried.status.success())
    });
    world.stop();
    if *traces {
        let first = 1 + world.dice.throw(120);
        let last = first + world.dice.throw(60);
        let inject = format!("{WRITES}:error={error}:when={first}..{last}");
        let running = Running::start(&world.site, Some(&inject));
        world.running = Some(running);
        for _ in 0..3 {
            pause(world, 700);
            nudge(world);
        }
        pause(world, 1000);
        // What was refused may have kept it from starting at all.
        kill(world);
    }
    world.start();
}
