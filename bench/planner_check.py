"""Scores plans of the public collections by each collection's own rules, from the files themselves.

It shares nothing with the optimiser: score(FILES, ANSWER) takes the JSON that `plan solve` prints and gives
(cost, complaints). Used by bench/planner.py and tests/planner_collections_test.py.
"""
import math
import re

TOLERANCE = 1e-6


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def straight(one, other):
    return math.sqrt((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2)


def each_once(routes, known, complaints):
    seen = [job for route in routes for job in route if job != 0]
    if len(seen) != len(set(seen)):
        complaints.append("a job is done twice")
    if set(seen) - known:
        complaints.append("a job is not of this problem")
    return set(seen)


def solomon(files, answer):
    text = read(files[0])
    numbers = [list(map(float, line.split())) for line in text.splitlines()
               if re.fullmatch(r"\s*-?[\d.]+(\s+-?[\d.]+)+\s*", line)]
    vehicles, capacity = numbers[0][:2]
    rows = {int(row[0]): row for row in numbers[1:]}
    tenth = lambda one, other: int(10 * straight(rows[one][1:3], rows[other][1:3]))
    complaints, cost = [], 0
    if len([route for route in answer["routes"] if route]) > vehicles:
        complaints.append("too many vehicles")
    for route in answer["routes"]:
        if sum(rows[job][3] for job in route) > capacity:
            complaints.append("a vehicle is overloaded")
        now, at = 10 * rows[0][4], 0
        for job in route + [0] if route else []:
            cost += tenth(at, job)
            now = max(now + (10 * rows[at][6] if at else 0) + tenth(at, job), 10 * rows[job][4])
            if now > 10 * rows[job][5]:
                complaints.append(f"too late at {job}")
            at = job
    if each_once(answer["routes"], set(rows) - {0}, complaints) != set(rows) - {0}:
        complaints.append("a customer is left out")
    return cost / 10, complaints


def sections(text):
    header, found, title = {}, {}, None
    for line in text.splitlines():
        line = line.strip()
        if line.endswith("_SECTION"):
            title = line
            found[title] = []
        elif title and re.match(r"-?\d", line):
            found[title].append([float(word) for word in line.split()])
        elif ":" in line:
            key, value = line.split(":", 1)
            header[key.strip()] = value.strip()
    return header, found


def vrplib(files, answer):
    header, found = sections(read(files[0]))
    prizes = {int(row[0]): int(10 * row[1]) for row in found.get("PRIZE_SECTION", [])}
    whole = (lambda value: int(10 * value)) if prizes else (lambda value: round(1000 * value))
    place = {int(row[0]): row[1:] for row in found["NODE_COORD_SECTION"]}
    window = {int(row[0]): (whole(row[1]), whole(row[2])) for row in found["TIME_WINDOW_SECTION"]}
    demand = {int(row[0]): row[1] for row in found["DEMAND_SECTION"]}
    service = {int(row[0]): whole(row[1]) for row in found.get("SERVICE_TIME_SECTION", [])}
    same_service = whole(float(header.get("SERVICE_TIME", 0)))
    depots = [int(row[0]) for row in found["DEPOT_SECTION"] if row[0] > 0]
    homes = {int(row[0]): int(row[1]) for row in found.get("VEHICLES_DEPOT_SECTION", [])}
    longest = whole(float(header.get("VEHICLES_MAX_DURATION", 1e9)))
    length = lambda one, other: whole(straight(place[one], place[other]))
    complaints, cost = [], 0
    if len([route for route in answer["routes"] if route]) > int(header.get("VEHICLES", 1e9)):
        complaints.append("too many vehicles")
    for vehicle, route in enumerate(answer["routes"], 1):
        if not route:
            continue
        home = homes.get(vehicle, depots[0])
        if sum(demand[job] for job in route) > float(header.get("CAPACITY", 1e9)):
            complaints.append("a vehicle is overloaded")
        path = [home, *route, home]
        cost += sum(length(one, other) for one, other in zip(path, path[1:]))
        if least_duration(path, window, length,
                          lambda job: 0 if job in depots else service.get(job, same_service)) > longest:
            complaints.append("a route is too long or too late")
    done = each_once(answer["routes"], set(place) - set(depots), complaints)
    missing = set(place) - set(depots) - done
    if missing and not prizes:
        complaints.append("a customer is left out")
    return cost + sum(prizes.get(job, 0) for job in missing), complaints


def least_duration(path, window, length, service):
    """From leaving as late as possible to coming back; infinite where a window is missed."""
    now = window[path[0]][0]
    starts = [now]
    for one, other in zip(path, path[1:]):
        now = max(now + service(one) + length(one, other), window[other][0])
        if now > window[other][1] + TOLERANCE:
            return math.inf
        starts.append(now)
    latest = now
    for one, other in zip(reversed(path[:-1]), reversed(path[1:])):
        latest = min(window[one][1], latest - service(one) - length(one, other))
    return now - latest


def pillac(files, answer):
    rows, crew = {}, None
    lines = read(files[0]).splitlines()
    for number, line in enumerate(lines):
        if line.upper().startswith("CREW COUNT"):
            crew = int(lines[number + 1].split()[0])
        words = line.split()
        if len(words) == 9 and words[0].isdigit():
            lists = [[int(each) for each in re.findall(r"\d+", word)] for word in words[6:]]
            rows[int(words[0])] = [float(word) for word in words[1:6]] + lists
    window = {row: (rows[row][2], rows[row][3]) for row in rows}
    complaints, cost = [], 0
    for technician, route in enumerate(answer["routes"], 1):
        if not route:
            continue
        tools, parts = set(rows[technician][6]), list(rows[technician][7])
        for job in route:
            if job == 0:
                tools, parts = set(range(1000)), [10 ** 6] * len(parts)
                continue
            if not set(rows[job][5]) <= set(rows[technician][5]):
                complaints.append(f"{technician} lacks a skill for {job}")
            if not set(rows[job][6]) <= tools:
                complaints.append(f"{technician} lacks a tool for {job}")
            parts = [have - used for have, used in zip(parts, rows[job][7])]
        if min(parts) < 0:
            complaints.append(f"{technician} runs out of a part")
        if route.count(0) > 1:
            complaints.append("more than one stop at the depot")
        length = lambda one, other: straight(rows[one], rows[other])
        duration = least_duration([technician, *route, technician], window, length, lambda job: rows[job][4])
        if duration == math.inf:
            complaints.append(f"{technician} is too late")
        cost += duration
    jobs = {row for row in rows if row > crew}
    if each_once(answer["routes"], jobs, complaints) != jobs:
        complaints.append("a request is left out")
    return cost, complaints


def kovacs(files, answer):
    tasks = {}
    for line in read(files[0]).splitlines():
        words = line.split()
        if len(words) > 8 and words[0].isdigit():
            tasks[int(words[0])] = [float(word) for word in words[1:]]
        elif line.startswith("CUST"):
            levels = len([word for word in words if re.fullmatch(r"d1\d", word)])
    people = [[int(word) for word in line.split()[1:]] for line in read(files[1]).splitlines()
              if re.fullmatch(r"\s*\d+(\s+\d+)+\s*", line)]
    window = {task: (row[3], row[4]) for task, row in tasks.items()}
    complaints, cost = [], 0
    if len(answer["routes"]) > len(people):
        complaints.append("there are not so many technicians")
    length = lambda one, other: straight(tasks[one], tasks[other])
    for skills, route in zip(people, answer["routes"]):
        if not route:
            continue
        for task in route:
            asked = tasks[task][7:]
            for index, count in enumerate(asked):
                if count > 1 or (count == 1 and skills[index // levels] < index % levels + 1):
                    complaints.append(f"nobody is good enough for {task}")
        path = [1, *route, 1]
        cost += sum(length(one, other) for one, other in zip(path, path[1:]))
        if least_duration(path, window, length, lambda task: tasks[task][5]) == math.inf:
            complaints.append("too late")
    done = each_once(answer["routes"], set(tasks) - {1}, complaints)
    return cost + sum(200 + sum(tasks[task][7:]) ** 1.5 for task in set(tasks) - {1} - done), complaints


def roadef(folder, answer):
    rows = [line.split() for line in read(folder + "/interv_list").splitlines()[1:] if line.strip()]
    _, domains, levels, _, _, budget = read(folder + "/instance").splitlines()[1].split()
    domains, levels, budget = int(domains), int(levels), int(budget)
    jobs = {}
    for row in rows:
        close = row.index("]")
        rest = [int(word) for word in row[close + 1:]]
        jobs[int(row[0])] = (int(row[1]), [int(word) for word in row[3:close]], rest[0], rest[1], rest[2:])
    people = {}
    for line in read(folder + "/tech_list").splitlines()[1:]:
        row = line.split()
        if row:
            people[int(row[0])] = ([int(word) for word in row[1:1 + domains]], [int(word) for word in row[2 + domains:-1]])
    complaints, end, start, at_work = [], {}, {}, set()
    for team in answer["teams"]:
        day = team["day"]
        for who in team["technicians"]:
            if (day, who) in at_work or day in people[who][1]:
                complaints.append(f"{who} is in two teams or away on day {day}")
            at_work.add((day, who))
        now = 0
        for job, begin in zip(team["interventions"], team["starts"]):
            time, _, _, _, wanted = jobs[job]
            if begin < now or begin + time > 120:
                complaints.append(f"{job} does not fit the day")
            now = begin + time
            start[job], end[job] = (day - 1) * 120 + begin, (day - 1) * 120 + now
            for entry, count in enumerate(wanted):
                able = sum(people[who][0][entry // levels] > entry % levels for who in team["technicians"])
                if able < count:
                    complaints.append(f"the team of {job} is not good enough")
    outsourced = set(answer["unassigned"])
    if sum(jobs[job][3] for job in outsourced) > budget:
        complaints.append("the budget is exceeded")
    for job, (_, before, *_) in jobs.items():
        if (job in end) == (job in outsourced):
            complaints.append(f"{job} is done twice or not at all")
        for other in before:
            if other in outsourced and job not in outsourced:
                complaints.append(f"{job} waits for what others do")
            elif job in start and other in end and end[other] > start[job]:
                complaints.append(f"{job} starts before {other} is over")
    last = [max([end[job] for job in end if jobs[job][2] == priority], default=0) for priority in (1, 2, 3)]
    return 28 * last[0] + 14 * last[1] + 4 * last[2] + max(end.values(), default=0), complaints


def score(files, answer):
    if "teams" in answer:
        return roadef(files[0], answer)
    text = read(files[0])
    if "CREW COUNT" in text:
        return pillac(files, answer)
    if "_SECTION" in text:
        return vrplib(files, answer)
    return kovacs(files, answer) if text.startswith("Capacity") else solomon(files, answer)
