// @ts-check

/** @typedef {{ emoji: string, name: string, names: string[] }} Emoji `name` is the first of the names */

/** Each line is an emoji and its names: the one that chats use most, then others, such as Unicode's own (CLDR). */
const CATEGORIES = {
  Faces: `
    😀 grinning
    😃 smiley
    😄 smile
    😁 grin beaming
    😆 laughing satisfied
    😅 sweat_smile
    🤣 rofl rolling_on_the_floor_laughing
    😂 joy tears_of_joy
    🙂 slightly_smiling
    🙃 upside_down
    🫠 melting
    😉 wink
    😊 blush
    😇 innocent halo
    🥰 smiling_with_hearts in_love
    😍 heart_eyes
    🤩 star_struck
    😘 kissing_heart
    😋 yum savouring
    😛 tongue
    😜 winking_tongue
    🤪 zany
    🤑 money_mouth
    🤗 hugging hug
    🤭 hand_over_mouth oops
    🫢 gasp
    🫣 peeking
    🤫 shushing quiet
    🤔 thinking hmm
    🫡 salute saluting
    🤐 zipper_mouth
    🤨 raised_eyebrow
    😐 neutral
    😶 no_mouth speechless
    🫥 dotted_line invisible
    😏 smirk
    🙄 eye_roll rolling_eyes
    😬 grimacing
    😌 relieved
    😔 pensive
    😪 sleepy
    😴 sleeping
    😷 mask
    🤢 nauseated
    🤮 vomiting
    🤧 sneezing
    🥵 hot
    🥶 cold freezing
    😵 dizzy_face
    🤯 exploding_head mind_blown
    🤠 cowboy
    🥳 partying party_face
    😎 sunglasses cool
    🤓 nerd
    🧐 monocle
    😕 confused
    🙁 slightly_frowning
    😮 open_mouth
    😳 flushed
    🥺 pleading
    🥹 holding_back_tears
    😰 anxious cold_sweat
    😢 cry
    😭 sob loudly_crying
    😱 scream
    😞 disappointed
    😓 sweat downcast
    😩 weary
    😫 tired
    🥱 yawning
    😡 rage pouting
    😠 angry
    😈 smiling_imp
    💀 skull
    💩 poop
    🤡 clown
    👻 ghost
    🤖 robot
    😹 joy_cat
    🙈 see_no_evil
    🙉 hear_no_evil
    🙊 speak_no_evil`,
  People: `
    👋 wave waving_hand
    ✋ raised_hand stop_hand
    👌 ok_hand
    ✌️ v victory
    🤞 fingers_crossed crossed_fingers
    🤟 love_you
    🤘 metal horns
    👈 point_left
    👉 point_right
    👆 point_up
    👇 point_down
    👍 thumbsup +1 thumbs_up yes
    👎 thumbsdown -1 thumbs_down no
    ✊ fist
    👊 punch fist_bump
    👏 clap
    🙌 raised_hands hooray
    🫶 heart_hands
    🤝 handshake
    🙏 pray thanks folded_hands
    ✍️ writing_hand
    💅 nail_polish
    💪 muscle strong biceps
    🧠 brain
    👀 eyes
    👁️ eye
    👶 baby
    🙋 raising_hand
    🙇 bow
    🤦 facepalm
    🤷 shrug
    🧑‍💻 technologist developer
    🧑‍🚀 astronaut
    🧙 mage wizard
    🦸 superhero
    🏃 running runner
    💃 dancing dancer
    🧘 meditating
    🫂 people_hugging`,
  Hearts: `
    ❤️ heart red_heart
    🧡 orange_heart
    💛 yellow_heart
    💚 green_heart
    💙 blue_heart
    💜 purple_heart
    🖤 black_heart
    🤍 white_heart
    💔 broken_heart
    💕 two_hearts
    💖 sparkling_heart
    💯 100 hundred
    💥 boom collision
    💫 dizzy
    💨 dash
    💬 speech speech_balloon
    💭 thought thought_balloon
    💤 zzz
    👑 crown
    💎 gem
    💋 kiss`,
  Nature: `
    🐶 dog
    🐱 cat
    🐰 rabbit
    🦊 fox
    🐼 panda
    🐸 frog
    🐵 monkey
    🐔 chicken
    🐧 penguin
    🐦 bird
    🦄 unicorn
    🐝 bee
    🐛 bug
    🦋 butterfly
    🐌 snail
    🐢 turtle
    🐙 octopus
    🦀 crab
    🐟 fish
    🐳 whale
    🦈 shark
    🦥 sloth
    🌹 rose
    🌻 sunflower
    🌱 seedling
    🌲 evergreen
    🌳 tree
    🌵 cactus
    🍀 four_leaf_clover luck
    🍄 mushroom
    🌍 earth_africa
    🌙 moon crescent
    ☀️ sun sunny
    ⭐ star
    ✨ sparkles
    ⚡ zap high_voltage
    🔥 fire
    🌈 rainbow
    ☁️ cloud
    🌧️ rain
    ❄️ snowflake
    ⛄ snowman
    🌊 ocean water_wave
    💧 droplet`,
  Food: `
    🍎 apple
    🍋 lemon
    🍌 banana
    🍉 watermelon
    🍓 strawberry
    🍑 peach
    🥑 avocado
    🍞 bread
    🥐 croissant
    🧀 cheese
    🍔 hamburger
    🍟 fries
    🍕 pizza
    🌮 taco
    🍜 noodles ramen
    🍣 sushi
    🍿 popcorn
    🍩 doughnut donut
    🍪 cookie
    🎂 birthday birthday_cake
    🍰 cake
    🍫 chocolate
    ☕ coffee
    🍵 tea
    🍺 beer
    🍻 beers cheers
    🥂 clinking_glasses
    🍷 wine
    🍾 champagne`,
  Activities: `
    🎉 tada party_popper
    🎊 confetti
    🎈 balloon
    🎁 gift
    🎄 christmas_tree
    🎃 jack_o_lantern pumpkin
    🎆 fireworks
    🏆 trophy
    🥇 first_place
    🥈 second_place
    🥉 third_place
    🏅 medal
    ⚽ soccer football
    🏀 basketball
    🎾 tennis
    🏓 ping_pong
    🎯 dart bullseye
    🎲 die game_die
    🎮 video_game
    🧩 puzzle jigsaw
    🎨 art palette
    🎤 microphone
    🎧 headphones
    🎵 musical_note music
    🎶 notes musical_notes
    🎸 guitar
    🎬 clapper
    🏊 swimming
    🚴 cycling biking`,
  Travel: `
    🚗 car
    🚒 fire_engine
    🚚 truck
    🚲 bike bicycle
    🚂 train locomotive
    ✈️ airplane plane
    🚀 rocket ship_it
    ⛵ sailboat
    🚢 ship
    ⚓ anchor
    🚧 construction
    🏕️ camping
    🏖️ beach
    🏠 house home
    🏢 office
    🏭 factory
    🌅 sunrise`,
  Objects: `
    📱 phone mobile_phone
    💻 computer laptop
    ⌨️ keyboard
    🖥️ desktop_computer
    💾 floppy_disk save
    📷 camera
    📺 tv television
    ⏰ alarm_clock
    ⏳ hourglass
    🔋 battery
    🔌 plug
    💡 bulb idea
    💸 money_with_wings
    💰 moneybag
    🔧 wrench
    🔨 hammer
    🛠️ tools
    ⚙️ gear
    🧪 test_tube
    🔬 microscope
    💊 pill
    🧹 broom
    🛒 shopping_cart
    📦 package
    📧 email e_mail
    📝 memo
    📄 page
    📅 calendar
    📈 chart_up chart_increasing
    📉 chart_down chart_decreasing
    📊 bar_chart
    📋 clipboard
    📎 paperclip
    ✂️ scissors
    📁 folder
    🗑️ wastebasket trash
    🔒 lock locked
    🔓 unlock unlocked
    🔑 key
    🔍 mag search
    🔗 link
    📚 books
    📖 book
    🔖 bookmark
    🏷️ label
    ✏️ pencil
    🔔 bell
    🔕 no_bell
    📣 megaphone
    📢 loudspeaker
    🎓 graduation_cap
    ☂️ umbrella`,
  Symbols: `
    ✅ white_check_mark check done
    ✔️ heavy_check_mark
    ❌ x cross_mark
    ❓ question
    ❗ exclamation
    ⚠️ warning
    🚫 no_entry_sign prohibited
    ⛔ no_entry
    🛑 stop stop_sign
    ♻️ recycle
    ➕ plus
    ➖ minus
    ➡️ arrow_right
    ⬅️ arrow_left
    ⬆️ arrow_up
    ⬇️ arrow_down
    🔄 arrows_counterclockwise refresh
    🆗 ok
    🆕 new
    🆘 sos
    🔴 red_circle
    🟡 yellow_circle
    🟢 green_circle
    🔵 blue_circle
    🏁 checkered_flag finish
    🚩 red_flag triangular_flag
    🏳️ white_flag
    🏳️‍🌈 rainbow_flag`,
};

/** For a picker, in the order to show them. @type {{ category: string, emoji: Emoji[] }[]} */
export const categories = Object.entries(CATEGORIES).map(([category, lines]) => ({
  category,
  emoji: lines.trim().split('\n').map(parse),
}));

const all = categories.flatMap(({ emoji }) => emoji);
const byName = new Map(all.flatMap(({ emoji, names }) => names.map((name) => [name, emoji])));

/** Code and web addresses, which stay as they are, or a name between colons. */
const SHORTCODE =
  /^ {0,3}(~{3,})[\s\S]*?\n {0,3}\1|(`+)(?!`)[\s\S]*?[^`]\2(?!`)|`+|:{2,}|https?:\/\/\S+|:([a-z0-9_+-]+):/gmu;

/** @param {string} line @returns {Emoji} */
function parse(line) {
  const [emoji, ...names] = line.trim().split(' ');
  return { emoji, name: names[0], names };
}

/**
 * Turns names such as :tada: into their emoji, except in code and addresses. An unknown name stays as it is, and so
 * does one right after a letter or a digit, as in 12:100:7.
 * @param {string} text
 */
export function replaceShortcodes(text) {
  return text.replace(SHORTCODE, (whole, _tildes, _backticks, name, /** @type {number} */ at) => {
    const emoji = byName.get(name);
    return emoji && !/[\p{L}\p{N}]/u.test(text.charAt(at - 1)) ? emoji : whole;
  });
}

/**
 * The emoji whose names match best: the whole name, then its start, then the start of one of its words, then any part.
 * @param {string} query with or without the colon before it; an empty one matches all
 * @param {number} limit
 */
export function searchEmoji(query, limit) {
  const word = query.trim().toLowerCase().replace(/^:|:$/gu, '').replace(/\s+/gu, '_');
  return [0, 1, 2, 3]
    .flatMap((rank) => all.filter(({ names }) => Math.min(...names.map((name) => rankOf(name, word))) === rank))
    .slice(0, limit);
}

/** @param {string} name @param {string} word */
function rankOf(name, word) {
  if (name === word) return 0;
  if (name.startsWith(word)) return 1;
  if (name.includes(`_${word}`)) return 2;
  return name.includes(word) ? 3 : 4;
}
